import { expect, test } from 'vitest'
import type { Checkpoint } from '../../../shared/load/checkpoint.ts'
import { LOAD_LIMITS } from '../../../shared/load/limits.ts'
import { createLoadObject, type LoadObjectDeps } from '../../../shared/load/load-object.ts'
import { RANGE_BYTES } from '../../../shared/load/open-object.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { first, item, setup, things } from './support/fakes.ts'
import { tablesOf } from './support/memory-table.ts'

// When a checkpoint is written, what it holds, and what the next attempt makes of it.

const ROWS = 400
const FILE = `id,n\n${Array.from({ length: ROWS }, (_, n) => `k${n},${n}\n`).join('')}`
const EAGER = { ...LOAD_LIMITS, lookEveryBytes: 1, checkpointEveryMsMin: 5_000 }

/** A table that takes a second for each request: the load gets old enough for checkpoints. */
function slowly(options: Parameters<typeof setup>[0] = {}) {
  const world = setup({ files: { v1: FILE }, ...options })
  const tables = tablesOf(async (...request) => {
    await world.clock.sleep(1_000)
    return world.send(...request)
  })
  const load = (changes: Partial<LoadObjectDeps> = {}) =>
    world.load(first, { tables, limits: EAGER, ...changes })
  return { ...world, load, checkpoint: () => world.ledgerItem('v1')?.checkpoint as Checkpoint | undefined }
}

const away = new StevedoreError('dependency.unavailable', 'the ledger does not answer')

/** A ledger that is away from the end of the load on: what was written before stands. */
function withoutEnd({ ledger }: LoadObjectDeps): LoadObjectDeps['ledger'] {
  return {
    ...ledger,
    change: async (id, expected, change) => {
      if (change.set.settledAt || change.remove?.includes('owner')) throw away
      return ledger.change(id, expected, change)
    },
  }
}

test('a small load costs two queries, three lease requests, two ledger writes, one GET and one write of rows', async () => {
  const { load, deps } = setup()
  const calls: string[] = []
  const counted = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]) => [
        name,
        (...args: unknown[]) => {
          calls.push(name)
          return call(...args)
        },
      ]),
    ) as Port
  await load(first, {
    ledger: counted(deps.ledger),
    leases: counted(deps.leases),
    ranges: counted(deps.ranges),
    rejects: counted(deps.rejects),
    tables: { fast: counted({ fast: deps.tables.fast }).fast, slow: () => Promise.reject(new Error('slow')) },
  })
  expect(calls.toSorted()).toEqual(
    ['versions', 'versions', 'read', 'take', 'change', 'read', 'fast', 'change', 'release'].toSorted(),
  )
  calls.length = 0
  await load(first, { ledger: counted(deps.ledger), leases: counted(deps.leases) })
  expect(calls.toSorted()).toEqual(['read', 'versions'])
})

test('F40 a checkpoint is written when it is due, behind rows that are in the table', async () => {
  const { load, effects, deps } = slowly()
  const seen: { rowsRead: number; stored: number }[] = []
  const { change } = deps.ledger
  const ledger: LoadObjectDeps['ledger'] = {
    ...deps.ledger,
    change: async (id, expected, what) => {
      const { checkpoint } = what.set
      const stored = effects.filter((effect) => effect === 'rows 25').length * 25
      if (checkpoint && 'rowsRead' in checkpoint) seen.push({ rowsRead: checkpoint.rowsRead, stored })
      return change(id, expected, what)
    },
  }
  expect(await load({ ledger, limits: { ...EAGER, checkpointEveryMsMin: 1_000 } })).toMatchObject({
    status: 'loaded',
  })
  expect(seen.length).toBeGreaterThan(0)
  for (const { rowsRead, stored } of seen) expect(stored).toBeGreaterThanOrEqual(rowsRead)
})

test('F40 F62 rows come before a part of the rejects, and a part before the checkpoint that names it', async () => {
  const file = `id,n\n${Array.from({ length: ROWS }, (_, n) => `k${n},${n % 5 === 0 ? 'x' : n}\n`).join('')}`
  const { load, effects } = slowly({
    files: { v1: file },
    datasets: [{ ...things, rejectLimit: { kind: 'percent', percent: 100 } }],
  })
  expect(await load({ limits: { ...EAGER, checkpointEveryMsMin: 1_000 } })).toMatchObject({
    status: 'loaded',
  })
  const parts = effects.flatMap((effect, place) => (effect === 'reject part' ? [place] : []))
  expect(parts.length).toBeGreaterThan(0)
  for (const place of parts)
    expect([effects[place - 1], effects[place + 1]]).toEqual([expect.stringMatching(/^rows/), 'checkpoint'])
})

test('a load that gives up because S3 is away leaves a checkpoint behind the last row that it read', async () => {
  const line = (n: number) => `${String(n).padStart(40, '0')},1\n`
  const count = Math.ceil((1.5 * RANGE_BYTES) / line(0).length)
  const long = `id,n\n${Array.from({ length: count }, (_, n) => line(n)).join('')}`
  const { load, deps, ledgerItem, rows } = setup({ files: { v1: long } })
  const ranges: LoadObjectDeps['ranges'] = {
    read: async (object, options) => {
      if (options.from === 0) return deps.ranges.read(object, options)
      throw new StevedoreError('dependency.unavailable', 'S3 is away')
    },
  }
  expect(await load(first, { ranges })).toMatchObject({ kind: 'not-now' })
  const { checkpoint, owner } = ledgerItem('v1') ?? {}
  expect(owner).toBeUndefined()
  expect(checkpoint).toMatchObject({ attempt: 1, rowsRead: rows.size })
  expect(rows.size).toBeGreaterThan(1_000)
})

test('F40 an attempt goes on behind the checkpoint of the one before, and its counts go on too', async () => {
  const { load, deps, rows, checkpoint, ledgerItem, lines } = slowly()
  const limits = { ...EAGER, checkpointEveryMsMin: 1_000 }
  expect(await load({ limits, ledger: withoutEnd(deps) })).toMatchObject({ kind: 'not-now' })
  const from = checkpoint()
  expect(from).toMatchObject({ attempt: 1, seekable: true, rowsRejected: 0, parts: [] })
  const taken = from?.rowsRead ?? 0
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(ROWS)
  rows.clear()
  expect(await load()).toMatchObject({ status: 'loaded' })
  expect(rows.size).toBe(ROWS - taken)
  expect(ledgerItem('v1')).toMatchObject({
    rowsRead: ROWS,
    rowsWritten: ROWS,
    bytes: FILE.length,
    attempt: 2,
  })
  expect(ledgerItem('v1')?.checkpoint).toBeUndefined()
  expect(lines.join('')).toContain(`The load goes on from record ${taken + 1}`)
  const { elapsedMs, rowsPerSecond, fromRecord } = JSON.parse(lines.at(-1) ?? '')
  expect(fromRecord).toBe(taken + 1)
  expect(rowsPerSecond).toBe(Math.round(((ROWS - taken) * 1000) / elapsedMs))
})

test('a checkpoint makes an attempt fruitful', async () => {
  const { load, deps, memory, ledgerItem } = slowly()
  memory.put(item({ status: 'queued', fruitless: 3, attempt: 3 }))
  await load({ limits: { ...EAGER, checkpointEveryMsMin: 1_000 }, ledger: withoutEnd(deps) })
  expect(ledgerItem('v1')).toMatchObject({ attempt: 4, fruitless: 0 })
})

test('a checkpoint of other datasets is none: rows, counts and rejects begin anew', async () => {
  const { load, deps, rows, stored, ledgerItem } = slowly({ files: { v1: `${FILE}x,y\n` } })
  const limits = { ...EAGER, checkpointEveryMsMin: 1_000, partBytes: 1 }
  await load({ limits, ledger: withoutEnd(deps) })
  rows.clear()
  const changed = [{ ...things, match: 'things/*.csv' }]
  expect(await load({ datasets: changed })).toMatchObject({ status: 'loaded' })
  expect(rows.size).toBe(ROWS)
  expect(ledgerItem('v1')).toMatchObject({ rowsRead: ROWS + 1, rowsWritten: ROWS, rowsRejected: 1 })
  expect(stored.get(ledgerItem('v1')?.rejectsKey ?? '')?.split('\n').length).toBe(2)
})

test('parts that the bucket may have removed are not gone on from, however often the load was interrupted since', async () => {
  const { load, deps, clock, stored, ledgerItem, checkpoint } = slowly({
    files: { v1: FILE.replace('k0,0', 'k0,x') },
  })
  const day = 24 * 3_600_000
  const interrupted = (checkpointEveryMsMin: number) =>
    load({ limits: { ...EAGER, checkpointEveryMsMin, partBytes: 1 }, ledger: withoutEnd(deps) })
  await interrupted(60_000)
  expect(checkpoint()).toMatchObject({ attempt: 1, parts: ['1-1'] })
  await clock.until(clock.sleep(19 * day))
  await interrupted(1_000)
  expect(checkpoint()).toMatchObject({ attempt: 2, parts: ['1-1'] })

  await clock.until(clock.sleep(2 * day))
  stored.clear()
  expect(await load()).toMatchObject({ status: 'loaded' })
  expect(ledgerItem('v1')).toMatchObject({ rowsRead: ROWS, rowsWritten: ROWS - 1, rowsRejected: 1 })
  expect(stored.get(ledgerItem('v1')?.rejectsKey ?? '')).toContain('"record":1}')
})

test('the checkpoint that counts is the last one that the attempt before could write, also while we claimed', async () => {
  const { load, deps, memory, checkpoint, ledgerItem, rows } = slowly()
  const limits = { ...EAGER, checkpointEveryMsMin: 1_000 }
  await load({ limits, ledger: withoutEnd(deps) })
  const old = checkpoint()
  if (!old) throw new Error('No checkpoint was written')
  const late = {
    ...old,
    position: { ...old.position, byteOffset: FILE.length, records: ROWS },
    ...{ rowsRead: ROWS, rowsWritten: ROWS },
  }
  rows.clear()
  const take: LoadObjectDeps['leases']['take'] = async (...request) => {
    const answer = await deps.leases.take(...request)
    const { versions } = deps.ledger
    // Behind the second query: the zombie's write meets an attempt that is still its own.
    deps.ledger.versions = async (object) => {
      const found = await versions(object)
      memory.put({ ...item(), ...ledgerItem('v1'), checkpoint: late })
      return found
    }
    return answer
  }
  expect(await load({ leases: { ...deps.leases, take } })).toMatchObject({ status: 'loaded' })
  expect(ledgerItem('v1')).toMatchObject({ rowsRead: ROWS, rowsWritten: ROWS })
  expect(rows.size).toBe(0)
})

test('F15 an object that was replaced under its name is gone, whatever the checkpoint says', async () => {
  const { load, deps } = slowly()
  await load({ limits: { ...EAGER, checkpointEveryMsMin: 1_000 }, ledger: withoutEnd(deps) })
  const ranges: LoadObjectDeps['ranges'] = {
    read: async (object, options) => {
      const answer = await deps.ranges.read(object, { ...options, etag: undefined })
      if (answer.kind === 'gone' || options.etag === undefined) return answer
      return options.etag === 'other' ? { ...answer, etag: 'other' } : { kind: 'gone' }
    },
  }
  expect(await load({ ranges })).toEqual({ kind: 'settled', status: 'gone' })
})

test.each([
  ['another attempt overtook', item({ attempt: 2, owner: 'other' })],
  ['was given up meanwhile', item({ status: 'failed', attempt: 1, owner: 'other' })],
])('F42 an attempt that %s writes no checkpoint and sends no more rows', async (_how, moved) => {
  const { load, deps, memory, effects, ledgerItem } = slowly()
  const outcome = await load({
    limits: { ...EAGER, checkpointEveryMsMin: 1_000 },
    ledger: {
      ...deps.ledger,
      change: async (id, expected, change) => {
        if (change.set.checkpoint) {
          memory.put(moved)
          effects.push('moved')
        }
        return deps.ledger.change(id, expected, change)
      },
    },
  })
  expect(outcome).toMatchObject({ kind: 'not-now', error: { code: 'lease.lost' } })
  expect(effects.slice(effects.indexOf('moved'))).toEqual(['moved', 'lease deleted'])
  expect(ledgerItem('v1')).toEqual(moved)
})

test('a file that is refused leaves no checkpoint behind its last record when its end cannot be written', async () => {
  const { load, deps, ledgerItem, memory } = setup({
    files: { v1: `id,n\na,1\nb,x\nc,3\nd,x\n` },
    datasets: [{ ...things, rejectLimit: { kind: 'rows', rows: 0 } }],
  })
  const join = () => Promise.reject(new StevedoreError('dependency.unavailable', 'S3 is away'))
  expect(await load(first, { rejects: { ...deps.rejects, join } })).toMatchObject({ kind: 'not-now' })
  expect(memory.items()[0]?.checkpoint).toBeUndefined()
  expect(await load()).toMatchObject({ status: 'rejected' })
  expect(ledgerItem('v1')).toMatchObject({ rowsRead: 2, rowsWritten: 1, rowsRejected: 1 })
})

test('F39 a stop leaves a checkpoint behind the last row that was read', async () => {
  const { deps, clock, send, ledgerItem, effects } = setup({ files: { v1: FILE } })
  const stop = new AbortController()
  const tables = tablesOf(async (...request) => {
    await clock.sleep(1_000)
    stop.abort(new Error('SIGTERM'))
    return send(...request)
  })
  const loading = createLoadObject({ ...deps, tables })(first, { signal: stop.signal })
  expect(await clock.until(loading)).toEqual({ kind: 'handed-back' })
  expect(effects.slice(-2)).toEqual(['checkpoint', 'lease deleted'])
  const { checkpoint, owner } = ledgerItem('v1') ?? {}
  expect(owner).toBeUndefined()
  expect(checkpoint).toMatchObject({ rowsRead: expect.any(Number), attempt: 1 })
})

test('F39 a stop waits for the table no longer than it may', async () => {
  const { deps, clock, ledgerItem } = setup({ files: { v1: FILE } })
  const stop = new AbortController()
  const tables = tablesOf(async () => {
    stop.abort(new Error('SIGTERM'))
    return { kind: 'throttled', reason: 'table', error: new Error('slow down') }
  })
  const loading = createLoadObject({ ...deps, tables, limits: EAGER })(first, { signal: stop.signal })
  expect(await clock.until(loading)).toEqual({ kind: 'handed-back' })
  expect(clock.monotonic()).toBeLessThan(10_000)
  expect(ledgerItem('v1')).toMatchObject({ status: 'loading', attempt: 1 })
  expect(ledgerItem('v1')?.owner).toBeUndefined()
})
