import { expect, test } from 'vitest'
import { createLoadObject } from '../../../shared/load/load-object.ts'
import { alteredReader } from './support/altered-reader.ts'
import { first, item, setup, things } from './support/fakes.ts'
import { tablesOf } from './support/memory-table.ts'

const ROWS = Array.from({ length: 30 }, (_, place) => `k${place},1\n`).join('')

test('the lease is kept until what is in flight has come to its end', async () => {
  const { deps, send, clock, effects } = setup({ files: { v1: `id,n\n${ROWS}` } })
  const stop = new AbortController()
  const tables = tablesOf(async (...request) => {
    stop.abort(new Error('SIGTERM'))
    await clock.sleep(4_500)
    return send(...request)
  })
  const loadObject = createLoadObject({ ...deps, tables })
  const outcome = await clock.until(loadObject(first, { signal: stop.signal }))
  expect(outcome).toEqual({ kind: 'handed-back' })
  expect(effects).toEqual(['ledger loading', 'rows 25', 'rows 5', 'lease deleted'])
})

test('a fault of our own lets go of rows that wait, at once', async () => {
  const { load, clock, memory } = setup({ files: { v1: `id,n\n${ROWS}` } })
  const loading = load(first, {
    tables: tablesOf(async () => ({ kind: 'throttled', reason: 'table', error: new Error('slow down') })),
    createRowReader: alteredReader((reader) => {
      const found = reader.next()
      if (found === 'end') throw new RangeError('a bug')
      return found
    }),
  })
  await expect(loading).rejects.toThrow('a bug')
  expect(clock.monotonic()).toBeLessThan(10_000)
  expect(memory.items()).toMatchObject([{ status: 'loading', owner: 'token-1' }])
})

test('a stop ends the reading of rows that are refused one and all', async () => {
  const bad = 'k,x\n'.repeat(20_000)
  const { deps, clock, ledgerItem } = setup({
    files: { v1: `id,n\n${bad}` },
    datasets: [{ ...things, rejectLimit: { kind: 'percent', percent: 100 } }],
  })
  const stop = new AbortController()
  let taken = 0
  const loadObject = createLoadObject({
    ...deps,
    createRowReader: alteredReader((reader) => {
      const found = reader.next()
      if (found === 'reject' && ++taken === 10) stop.abort(new Error('SIGTERM'))
      return found
    }),
  })
  expect(await clock.until(loadObject(first, { signal: stop.signal }))).toEqual({ kind: 'handed-back' })
  expect(taken).toBeLessThan(100)
  expect(ledgerItem('v1')?.checkpoint).toMatchObject({ rowsRead: taken, rowsRejected: taken })
})

test('F23 reading makes a pause before others have waited for long', async () => {
  const { load, clock } = setup({
    files: { v1: `id,n\n${'k,x\n'.repeat(5_000)}` },
    datasets: [{ ...things, rejectLimit: { kind: 'percent', percent: 100 } }],
  })
  let elapsed = 0
  let turns = 0
  let recordsInATurn = 0
  let longest = 0
  const count = () => {
    turns++
    recordsInATurn = 0
    if (elapsed < 5_000) setImmediate(count)
  }
  const loading = load(first, {
    clock: { ...clock, monotonic: () => elapsed },
    createRowReader: alteredReader((reader) => {
      // Each record takes a millisecond.
      if (elapsed++ === 0) setImmediate(count)
      longest = Math.max(longest, ++recordsInATurn)
      return reader.next()
    }),
  })
  expect(await loading).toMatchObject({ status: 'loaded' })
  expect(turns).toBeGreaterThan(50)
  expect(longest).toBeLessThan(50)
})

test('F42 a lease that is lost while S3 does not answer ends the attempt, as what it is', async () => {
  const { load, memory } = setup()
  const outcome = await load(first, {
    leases: { ...memory.leases, renew: async () => 'lost' },
    ranges: {
      read: (_object, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('Request aborted')))
        }),
    },
  })
  expect(outcome).toMatchObject({ kind: 'not-now', error: { code: 'lease.lost' } })
})

test('an end that the ledger refuses is no end', async () => {
  const { load, send, memory, effects } = setup()
  const outcome = await load(first, {
    tables: tablesOf(async (...request) => {
      memory.put(item({ attempt: 2, owner: 'other' }))
      return send(...request)
    }),
  })
  expect(outcome).toMatchObject({ kind: 'not-now', error: { code: 'lease.lost' } })
  expect(effects).toEqual(['ledger loading', 'rows 2', 'lease deleted'])
})

test('reading stops where a number of rejects is passed', async () => {
  const { load, ledgerItem } = setup({
    files: { v1: `id,n\n${'k,x\n'.repeat(1_000)}` },
    datasets: [{ ...things, rejectLimit: { kind: 'rows', rows: 5 } }],
  })
  expect(await load()).toMatchObject({ status: 'rejected', error: { code: 'rejects.over-limit' } })
  expect(ledgerItem('v1')?.rowsRead).toBe(6)
})
