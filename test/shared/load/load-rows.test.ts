import { expect, test } from 'vitest'
import { createLoadObject, type LoadObjectDeps } from '../../../shared/load/load-object.ts'
import { first, item, setup, things } from './support/fakes.ts'

const ROWS = Array.from({ length: 30 }, (_, place) => `k${place},1\n`).join('')

test('the lease is kept until what is in flight has come to its end', async () => {
  const { deps, clock, effects } = setup({ files: { v1: `id,n\n${ROWS}` } })
  const stop = new AbortController()
  const write: LoadObjectDeps['tables']['write'] = async (...request) => {
    stop.abort(new Error('SIGTERM'))
    await clock.sleep(3_000)
    return deps.tables.write(...request)
  }
  const loadObject = createLoadObject({ ...deps, tables: { write } })
  const outcome = await clock.until(loadObject(first, { signal: stop.signal }))
  expect(outcome).toEqual({ kind: 'handed-back' })
  expect(effects).toEqual(['ledger loading', 'rows 25', 'lease deleted'])
})

test('a fault of our own lets go of rows that wait, at once', async () => {
  const { load, deps, clock, memory } = setup({ files: { v1: `id,n\n${ROWS}` } })
  const loading = load(first, {
    tables: { write: async () => ({ kind: 'throttled', error: new Error('slow down') }) },
    readRows: async function* (options) {
      yield* deps.readRows(options)
      throw new RangeError('a bug')
    },
  })
  await expect(loading).rejects.toThrow('a bug')
  expect(clock.monotonic()).toBeLessThan(10_000)
  expect(memory.items()).toMatchObject([{ status: 'loading', owner: 'token-1' }])
})

test('a stop ends the reading of rows that are refused one and all', async () => {
  const { deps, clock } = setup()
  const stop = new AbortController()
  const reject = { record: 1, line: 2, byteOffset: 5, column: 'n', rule: 'type', value: 'x' } as const
  let batches = 0
  const loadObject = createLoadObject({
    ...deps,
    readRows: async function* () {
      for (; batches < 100; batches++) {
        if (batches === 10) stop.abort(new Error('SIGTERM'))
        yield [{ kind: 'rejected', record: batches + 1, reject }]
      }
    },
  })
  expect(await clock.until(loadObject(first, { signal: stop.signal }))).toEqual({ kind: 'handed-back' })
  expect(batches).toBe(10)
})

test('F42 a lease that is lost while S3 does not answer ends the attempt, as what it is', async () => {
  const { load, memory } = setup()
  const outcome = await load(first, {
    leases: { ...memory.leases, renew: async () => 'lost' },
    objects: {
      open: (_object, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('Request aborted')))
        }),
    },
  })
  expect(outcome).toMatchObject({ kind: 'not-now', error: { code: 'lease.lost' } })
})

test('an end that the ledger refuses is no end', async () => {
  const { load, deps, memory, effects } = setup()
  const outcome = await load(first, {
    tables: {
      write: async (...request) => {
        memory.put(item({ attempt: 2, owner: 'other' }))
        return deps.tables.write(...request)
      },
    },
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
  expect(ledgerItem('v1')?.rowsRead).toBe(256)
})
