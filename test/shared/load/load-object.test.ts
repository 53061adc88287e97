import { expect, test } from 'vitest'
import { createLoadObject } from '../../../shared/load/load-object.ts'
import { reopen } from '../../../shared/load/reopen.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { alteredReader } from './support/altered-reader.ts'
import { first, item, second, setup, things } from './support/fakes.ts'
import { tablesOf } from './support/memory-table.ts'

test('a file is loaded: its rows are in the table and the ledger says so', async () => {
  const { load, rows, ledgerItem, memory } = setup()
  expect(await load()).toEqual({ kind: 'settled', status: 'loaded' })
  expect([...rows.values()]).toEqual([
    { id: { S: 'a' }, n: { N: '1' } },
    { id: { S: 'b' }, n: { N: '2' } },
  ])
  expect(ledgerItem('v1')).toMatchObject({
    status: 'loaded',
    dataset: 'things',
    attempt: 1,
    fruitless: 0,
    taskArn: 'arn:task',
    rowsRead: 2,
    rowsWritten: 2,
    rowsRejected: 0,
    rowsDuplicate: 0,
    bytes: 13,
  })
  expect(memory.lease('s3://landing/things/a.csv')).toBeUndefined()
})

test('F62 effects come in an order of which no crash can break the promise: rows, rejects, ledger, lease', async () => {
  const { load, effects } = setup({
    files: { v1: 'id,n\na,1\nb,x\n' },
    datasets: [{ ...things, rejectLimit: { kind: 'rows', rows: 1 } }],
  })
  await load()
  expect(effects).toEqual(['ledger loading', 'rows 1', 'reject file', 'ledger loaded', 'lease deleted'])
})

test('F61 rejects over the buffer become parts, which are joined in order and removed when the ledger is terminal', async () => {
  const long = 'x'.repeat(200)
  const bad = Array.from({ length: 8_000 }, (_, place) => `k${place},${long}\n`).join('')
  const { load, deps, effects, stored, ledgerItem } = setup({
    files: { v1: `id,n\n${bad}` },
    datasets: [{ ...things, rejectLimit: { kind: 'percent', percent: 100 } }],
  })
  const parts: string[] = []
  const putPart: typeof deps.rejects.putPart = async (key, bytes) => {
    parts.push(key)
    return deps.rejects.putPart(key, bytes)
  }
  await load(first, { rejects: { ...deps.rejects, putPart } })
  const order = effects.filter((effect) => !effect.startsWith('rows'))
  expect(order.filter((effect) => effect === 'reject part').length).toBeGreaterThan(1)
  expect(order.slice(-4)).toEqual(['reject file', 'ledger loaded', 'lease deleted', 'parts removed'])
  expect([...stored.keys()]).toEqual([ledgerItem('v1')?.rejectsKey])
  expect(parts[0]).toMatch(/^parts\/.*\/1-1$/)
  const lines = [...stored.values()].join('').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).record)).toEqual(Array.from({ length: 8_000 }, (_, n) => n + 1))
})

test('F61 an attempt that ends before the parts are joined leaves them to the next one', async () => {
  const bad = `k,${'x'.repeat(200)}\n`.repeat(8_000)
  const { load, deps, effects, stored, ledgerItem } = setup({
    files: { v1: `id,n\n${bad}` },
    datasets: [{ ...things, rejectLimit: { kind: 'percent', percent: 100 } }],
  })
  const join = () => Promise.reject(new StevedoreError('dependency.unavailable', 'S3 does not answer'))
  expect(await load(first, { rejects: { ...deps.rejects, join } })).toMatchObject({ kind: 'not-now' })
  const parts = effects.filter((effect) => effect === 'reject part').length
  expect(stored.size).toBe(parts)
  effects.length = 0
  expect(await load()).toEqual({ kind: 'settled', status: 'loaded' })
  expect(effects).toEqual([
    'ledger loading',
    'reject file',
    'ledger loaded',
    'lease deleted',
    'parts removed',
  ])
  expect([...stored.keys()]).toEqual([ledgerItem('v1')?.rejectsKey])
  const records = [...stored.values()].join('').trimEnd().split('\n')
  expect(records.map((line) => JSON.parse(line).record)).toEqual(
    Array.from({ length: 8_000 }, (_, n) => n + 1),
  )
})

test('the reject file names line, byte offset, column, rule, value and record', async () => {
  const { load, stored } = setup({
    files: { v1: 'id,n\na,x\n' },
    datasets: [{ ...things, rejectLimit: { kind: 'rows', rows: 5 } }],
  })
  await load()
  expect([...stored]).toEqual([
    [
      'rejects/things/things/a.csv/v1.ndjson',
      '{"line":2,"byteOffset":5,"column":"n","rule":"type","value":"x","record":1}\n',
    ],
  ])
})

test('more rejects than the limit reject the load, its accepted rows stay, and the error says so', async () => {
  const { load, rows, ledgerItem, stored } = setup({ files: { v1: 'id,n\na,1\nb,x\n' } })
  expect(await load()).toMatchObject({ kind: 'settled', status: 'rejected' })
  expect(rows.size).toBe(1)
  expect(ledgerItem('v1')).toMatchObject({
    status: 'rejected',
    rowsRead: 2,
    rowsWritten: 1,
    rowsRejected: 1,
    error: { code: 'rejects.over-limit', message: expect.stringContaining('in the table and stay') },
  })
  expect(stored.has(ledgerItem('v1')?.rejectsKey ?? '')).toBe(true)
})

test('a file that is refused as a whole is rejected, and its reject file tells why', async () => {
  const { load, ledgerItem, stored } = setup({ files: { v1: '' } })
  expect(await load()).toMatchObject({ kind: 'settled', status: 'rejected', error: { code: 'file.empty' } })
  expect(ledgerItem('v1')).toMatchObject({ status: 'rejected', error: { code: 'file.empty' }, rowsRead: 0 })
  expect([...stored.values()]).toEqual([expect.stringContaining('"rule":"file.empty"')])
})

test('a header without rows is loaded with no rows and no reject file', async () => {
  const { load, effects, ledgerItem } = setup({ files: { v1: 'id,n\n' } })
  expect(await load()).toEqual({ kind: 'settled', status: 'loaded' })
  expect(effects).toEqual(['ledger loading', 'ledger loaded', 'lease deleted'])
  expect(ledgerItem('v1')?.rejectsKey).toBeUndefined()
})

test('F13 an object version that is not there is gone, and that is the end of it', async () => {
  const { load, ledgerItem } = setup({ files: {} })
  expect(await load()).toEqual({ kind: 'settled', status: 'gone' })
  expect(ledgerItem('v1')).toMatchObject({ status: 'gone' })
})

test('F16 an object that may not be read fails at once: dead letter first, then the ledger', async () => {
  const { load, effects, letters, ledgerItem } = setup()
  const error = new StevedoreError('object.access-denied', 'kms:Decrypt is missing')
  const outcome = await load(first, { ranges: { read: () => Promise.reject(error) } })
  expect(outcome).toEqual({ kind: 'settled', status: 'failed', error })
  expect(effects).toEqual(['ledger loading', 'dead letter', 'ledger failed', 'lease deleted'])
  expect(letters).toEqual([
    { object: first, attempt: 1, reason: 'object.access-denied: kms:Decrypt is missing' },
  ])
  expect(ledgerItem('v1')).toMatchObject({ status: 'failed', attempt: 1 })
})

test('F59 a table that is missing fails the load with its message among the dead letters', async () => {
  const { load, letters } = setup()
  const error = new StevedoreError('dependency.denied', 'no such table')
  expect(await load(first, { tables: tablesOf(() => Promise.reject(error)) })).toMatchObject({
    kind: 'settled',
    status: 'failed',
  })
  expect(letters).toHaveLength(1)
})

test('a dependency that is away hands the load back, so that it counts for nothing', async () => {
  const { load, ledgerItem, memory } = setup()
  const error = new StevedoreError('dependency.unavailable', 'S3 is away')
  expect(await load(first, { ranges: { read: () => Promise.reject(error) } })).toMatchObject({
    kind: 'not-now',
    error,
  })
  expect(ledgerItem('v1')).toMatchObject({ status: 'loading', attempt: 1 })
  expect(ledgerItem('v1')?.owner).toBeUndefined()
  expect(memory.lease('s3://landing/things/a.csv')).toBeUndefined()
  expect(await load()).toEqual({ kind: 'settled', status: 'loaded' })
  expect(ledgerItem('v1')).toMatchObject({ attempt: 2, fruitless: 0 })
})

test('a stop hands the load back', async () => {
  const { deps, clock, ledgerItem } = setup()
  const stop = new AbortController()
  const ranges = {
    read: () => {
      stop.abort(new Error('SIGTERM'))
      return Promise.reject(new Error('AbortError'))
    },
  }
  const outcome = createLoadObject({ ...deps, ranges })(first, { signal: stop.signal })
  expect(await clock.until(outcome)).toEqual({ kind: 'handed-back' })
  expect(ledgerItem('v1')?.owner).toBeUndefined()
  expect(ledgerItem('v1')?.status).toBe('loading')
})

test('a stop before the claim leaves the ledger as it is', async () => {
  const { deps, clock, memory } = setup()
  const signal = AbortSignal.abort(new Error('SIGTERM'))
  const outcome = createLoadObject(deps)(first, { signal })
  expect(await clock.until(outcome)).toEqual({ kind: 'handed-back' })
  expect(memory.items()).toEqual([])
})

test('a bug is thrown, with the lease deleted, and the next claim counts it as fruitless', async () => {
  const { load, memory, ledgerItem } = setup()
  const ranges = { read: () => Promise.reject(new TypeError('a bug')) }
  await expect(load(first, { ranges })).rejects.toThrow('a bug')
  expect(memory.lease('s3://landing/things/a.csv')).toBeUndefined()
  expect(await load()).toEqual({ kind: 'settled', status: 'loaded' })
  expect(ledgerItem('v1')).toMatchObject({ attempt: 2, fruitless: 1 })
})

test('a load that is delivered again ends without effect', async () => {
  const { load, effects } = setup()
  await load()
  effects.length = 0
  expect(await load()).toEqual({ kind: 'already', status: 'loaded' })
  expect(effects).toEqual([])
})

test('F63 counts that do not add up refuse the commit', async () => {
  const { load, ledgerItem } = setup()
  const outcome = await load(first, {
    createRowReader: alteredReader((reader) => {
      const found = reader.next()
      return found === 'row' ? reader.next() : found
    }),
  })
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'counts.mismatch' } })
  expect(ledgerItem('v1')).toMatchObject({ status: 'failed' })
})

test('what another release has a dataset for and is at work on is not ignored by one that has none', async () => {
  const { load, memory, ledgerItem, clock } = setup()
  const atWork = item({ owner: 'newer-release', dataset: 'new' })
  memory.put(atWork)
  const expiresAt = clock.now() + 20_000
  memory.putLease(atWork.object, { owner: 'newer-release', versionId: 'v1', attempt: 1, expiresAt })
  expect(await load(first, { datasets: [] })).toMatchObject({ kind: 'busy', heldFor: 'this-version' })
  expect(ledgerItem('v1')).toEqual(atWork)

  await clock.until(clock.sleep(60_000))
  expect(await load(first, { datasets: [] })).toEqual({ kind: 'settled', status: 'ignored' })
})

test('a folder marker and a key without a dataset are ignored, with the reason', async () => {
  const { load, ledgerItem } = setup()
  expect(await load({ ...first, key: 'things/' })).toEqual({ kind: 'settled', status: 'ignored' })
  expect(ledgerItem('v1')?.error?.code).toBe('ignored.folder-marker')
  expect(await load({ ...first, key: 'other.csv', versionId: 'v3' })).toMatchObject({ status: 'ignored' })
  expect(ledgerItem('v3')?.error?.code).toBe('ignored.no-dataset')
  expect(await load({ ...first, key: 'other.csv', versionId: 'v3' })).toEqual({
    kind: 'already',
    status: 'ignored',
  })
})

test('a file of an hourly dataset is queued once and waits for the hour, then it is loaded', async () => {
  const { load, ledgerItem, deps, clock, signal } = setup({ datasets: [{ ...things, when: 'hourly' }] })
  expect(await load()).toEqual({ kind: 'waits-for-hour' })
  expect(ledgerItem('v1')).toMatchObject({ status: 'queued', attempt: 0, dataset: 'things' })
  expect(await load()).toEqual({ kind: 'waits-for-hour' })
  const atTheHour = createLoadObject(deps)(first, { signal, hourHasCome: true })
  expect(await clock.until(atTheHour)).toEqual({ kind: 'settled', status: 'loaded' })
  expect(await load()).toEqual({ kind: 'already', status: 'loaded' })
})

test('a failed file of an hourly dataset waits for the hour again by its own message, and by no other', async () => {
  const { load, memory, ledgerItem } = setup({ datasets: [{ ...things, when: 'hourly' }] })
  memory.put(item({ status: 'failed', attempt: 4 }))
  expect(await load(first, {}, 3)).toEqual({ kind: 'already', status: 'failed' })
  expect(await load(first, {}, 4)).toEqual({ kind: 'waits-for-hour' })
  expect(ledgerItem('v1')).toMatchObject({ status: 'queued', attempt: 5 })
})

test('a message that carries the attempt of a failed load opens it again; any other is acknowledged', async () => {
  const { load, memory, ledgerItem } = setup()
  const failed = item({ status: 'failed', attempt: 4, fruitless: 5, launch: { number: 3, capacity: 'spot' } })
  memory.put({ ...failed, error: { code: 'attempts.exhausted', message: '' } })
  expect(await load(first, {}, 3)).toEqual({ kind: 'already', status: 'failed' })
  expect(await load(first)).toEqual({ kind: 'already', status: 'failed' })
  expect(await load(first, {}, 4)).toEqual({ kind: 'settled', status: 'loaded' })
  expect(ledgerItem('v1')).toMatchObject({
    attempt: 6,
    fruitless: 0,
    launch: { number: 4, capacity: 'spot' },
  })
  expect(ledgerItem('v1')?.error).toBeUndefined()
})

test('a later version of the key supersedes nothing that is already settled', async () => {
  const { load, ledgerItem } = setup()
  await load(first)
  await load(second)
  expect(ledgerItem('v1')?.status).toBe('loaded')
  expect(ledgerItem('v2')?.status).toBe('loaded')
})

test('F79 the same bytes under two keys, or twice under one, are loads of their own with one effect', async () => {
  const bytes = 'id,n\na,1\nb,2\n'
  const { load, rows, ledgerItem, memory } = setup({ files: { v1: bytes, v2: bytes } })
  const copy = { ...first, key: 'things/copy.csv' }
  for (const object of [first, copy, second])
    expect(await load(object)).toEqual({ kind: 'settled', status: 'loaded' })
  expect([...rows.keys()]).toHaveLength(2)
  expect(memory.items().map(({ rowsWritten }) => rowsWritten)).toEqual([2, 2, 2])
  expect(ledgerItem('v1')).toMatchObject({ status: 'loaded' })
})

test.each([{ kind: 'insert' }, { kind: 'newest', by: 'n' }] as const)(
  'a file that is loaded again by another dataset file has the rows of that one, with $kind too',
  async (write) => {
    const { load, rows, ledgerItem, deps } = setup({ files: { v1: 'id,n,more\na,1,7\na,2,8\nb,3,x\n' } })
    const by = (type: 'string' | 'integer') => ({
      ...{ ...things, write, rejectLimit: { kind: 'rows', rows: 0 } as const },
      columns: [...things.columns, { ...things.columns[0], name: 'more', from: 'more', type }],
    })
    const again = async (type: 'string' | 'integer') => {
      const failed = ledgerItem('v1')
      if (failed) await reopen(deps.ledger, failed, 0, ['rejected', 'loaded'])
      return load(first, { datasets: [by(type) as typeof things] })
    }
    await again('integer')
    expect(rows.get('{"S":"a"}')).toMatchObject({ more: { N: write.kind === 'insert' ? '7' : '8' } })
    const counts = ledgerItem('v1')

    await again('string')
    expect(ledgerItem('v1')).toMatchObject({ status: 'loaded', rowsRead: 3 })
    expect(counts).toMatchObject({ status: 'rejected', rowsRead: 3, rowsRejected: 1 })
    expect(rows.get('{"S":"a"}')).toMatchObject({ more: { S: write.kind === 'insert' ? '7' : '8' } })
    const duplicates = write.kind === 'insert' ? 1 : 0
    expect(ledgerItem('v1')).toMatchObject({ rowsWritten: 3 - duplicates, rowsDuplicate: duplicates })
  },
)
