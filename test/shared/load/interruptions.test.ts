import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { isFree } from '../../../shared/load/next-step.ts'
import type { LoadOutcome } from '../../../shared/load/outcome.ts'
import { rejectsPlace } from '../../../shared/load/rejects-key.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { FAULT_POINTS, type FaultPoint, setFaultPlan } from '../../../shared/platform/fault-point.ts'
import type { Item } from '../../../shared/row/row.ts'
import { first, item, NAME, setup, things } from './support/fakes.ts'
import { createMortalWorker, type Strike } from './support/mortal-worker.ts'
import { createRandom } from './support/random.ts'

// A load is struck at every fault point that it comes by, and has to end as one that was left alone.

const SEED = Number(process.env.LOAD_SEED ?? Date.now() % 1_000_000)
const PAIRS_OF_EACH_KIND = 12
const DELIVERIES_MAX = 40
const REDELIVERED_AFTER_MS = 60_000

interface Kind {
  readonly name: string
  readonly file: string | Buffer
  readonly dataset: Dataset
  readonly status: string
  /** What else is there before the load. */
  readonly prepare?: (world: World) => void
}

const header = 'id,n\n'
const rows = Array.from({ length: 70 }, (_, n) => `key-${n},${n}\n`)
const plain = header + rows.join('')
const mixed = header + rows.map((row, n) => (n % 5 === 3 ? `key-${n},bad\n` : row)).join('')
/** Keys that come again and again, with values that rise and fall. */
const crowded =
  header + Array.from({ length: 18 }, (_, n) => `key-${(n * 7) % 9},${(n * 37) % 50}\n`).join('')
const objects = rows.map((row) => row.trimEnd().split(',')).map(([id, n]) => `{"id":"${id}","n":${n}}`)
const anyRejects: Dataset = { ...things, rejectLimit: { kind: 'percent', percent: 100 } }

const KINDS: readonly Kind[] = [
  { name: 'plain CSV', file: plain, dataset: things, status: 'loaded' },
  { name: 'CSV in gzip', file: gzipSync(mixed), dataset: anyRejects, status: 'loaded' },
  { name: 'CSV in zstd', file: zstdCompressSync(mixed), dataset: anyRejects, status: 'loaded' },
  {
    name: 'CSV in UTF-16',
    file: Buffer.from(`\uFEFF${mixed}`, 'utf16le'),
    dataset: anyRejects,
    status: 'loaded',
  },
  {
    name: 'NDJSON',
    file: objects.join('\n'),
    dataset: { ...things, format: { kind: 'ndjson' } },
    status: 'loaded',
  },
  {
    name: 'JSON',
    file: `{"items": [${objects.join(', ')}], "more": 1}`,
    dataset: { ...things, format: { kind: 'json', path: ['items'] } },
    status: 'loaded',
  },
  { name: 'CSV with rejects', file: mixed, dataset: anyRejects, status: 'loaded' },
  { name: 'CSV with keys that repeat', file: crowded, dataset: things, status: 'loaded' },
  {
    name: 'insert',
    file: crowded,
    dataset: { ...things, write: { kind: 'insert' } },
    status: 'loaded',
  },
  {
    name: 'newest',
    file: crowded,
    dataset: { ...things, write: { kind: 'newest', by: 'n' } },
    status: 'loaded',
  },
  {
    name: 'CSV over a number of rejects',
    file: mixed,
    dataset: { ...things, rejectLimit: { kind: 'rows', rows: 7 } },
    status: 'rejected',
  },
  { name: 'CSV over a share of rejects', file: mixed, dataset: things, status: 'rejected' },
  {
    name: 'gzip that breaks off',
    file: gzipSync(mixed).subarray(0, -12),
    dataset: anyRejects,
    status: 'rejected',
  },
  { name: 'an empty file', file: '', dataset: things, status: 'rejected' },
  { name: 'a header alone', file: header, dataset: things, status: 'loaded' },
  {
    name: 'a key that an older version was loading',
    file: plain,
    dataset: things,
    status: 'loaded',
    prepare: ({ memory }) =>
      memory.put(item({ version: 'v0', sequencer: '09', owner: 'dead', checkpoint: { attempt: 1 } })),
  },
  {
    name: 'an object that S3 does not give at once',
    file: plain,
    dataset: things,
    status: 'loaded',
    prepare: ({ deps }) => {
      const { read } = deps.ranges
      deps.ranges.read = () => {
        deps.ranges.read = read
        return Promise.reject(new StevedoreError('dependency.unavailable', 'slow down'))
      }
    },
  },
  {
    name: 'an object that S3 refuses',
    file: plain,
    dataset: things,
    status: 'failed',
    prepare: ({ deps }) => {
      deps.ranges.read = () => Promise.reject(new StevedoreError('object.access-denied', 'no'))
    },
  },
]
/** What a load does not come by itself: the queue's, and the audit's. */
const POINTS_OF_OTHERS = /^(message-deleted|audit-.*)$/

afterEach(() => setFaultPlan(undefined))

test('among the kinds of loads are all fault points', async () => {
  const hits = new Set<FaultPoint>()
  for (const kind of KINDS) for (const hit of (await loadStruck(kind, new Map())).hits) hits.add(hit)
  expect([...hits].toSorted()).toEqual(
    FAULT_POINTS.filter((point) => !POINTS_OF_OTHERS.test(point)).toSorted(),
  )
})

describe.each(KINDS)('$name', (kind) => {
  const { status } = kind
  const load = (strikes: ReadonlyMap<number, Strike>) => loadStruck(kind, strikes)

  test('F18 F39 F40 F61 F62 killed at any fault point it ends as if nothing had happened', async () => {
    const whole = await load(new Map())
    expect(whole.end.item.status).toBe(status)
    for (let hit = 1; hit <= whole.hits.length; hit++)
      expectSameEnd(await load(new Map([[hit, 'kill']])), whole, `killed at ${hit}, ${whole.hits[hit - 1]}`)
  })

  test('F39 stopped at any fault point it is handed back, and ends as if nothing had happened', async () => {
    const whole = await load(new Map())
    for (let hit = 1; hit <= whole.hits.length; hit++) {
      const run = await load(new Map([[hit, 'stop']]))
      expectSameEnd(run, whole, `stopped at ${hit}, ${whole.hits[hit - 1]}`)
      expect(run.partsLeft).toEqual([])
    }
  })

  test('F42 stalled longer than its lease at any fault point it ends as if nothing had happened', async () => {
    const whole = await load(new Map())
    for (let hit = 1; hit <= whole.hits.length; hit++)
      expectSameEnd(await load(new Map([[hit, 'stall']])), whole, `stalled at ${hit}, ${whole.hits[hit - 1]}`)
  })

  test(`struck twice anywhere it ends as if nothing had happened (seed ${SEED})`, async () => {
    const random = createRandom(SEED)
    const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)]
    const whole = await load(new Map())
    for (let pair = 0; pair < PAIRS_OF_EACH_KIND; pair++) {
      const at = [1, 2].map(() => 1 + Math.floor(random() * whole.hits.length * 1.5))
      const strikes = new Map(at.map((hit) => [hit, pick(['kill', 'kill', 'stop', 'stall'] as const)]))
      expectSameEnd(await load(strikes), whole, `struck at ${JSON.stringify([...strikes])}, seed ${SEED}`)
    }
  })
})

type World = ReturnType<typeof setup>

interface Run {
  readonly hits: readonly FaultPoint[]
  readonly end: ReturnType<typeof endOf>
  readonly partsLeft: readonly string[]
}

function expectSameEnd(run: Run, whole: Run, how: string): void {
  expect(run.end, how).toEqual(whole.end)
}

/** Delivers the load until it is at its end, striking at the fault points with these numbers. */
async function loadStruck(
  { file, dataset, prepare }: Kind,
  strikes: ReadonlyMap<number, Strike>,
): Promise<Run> {
  const world = guarded(setup({ files: { v1: file }, datasets: [dataset] }), file === plain)
  prepare?.(world)
  const hits: FaultPoint[] = []
  const strikeAt = (point: FaultPoint) => strikes.get(hits.push(point))
  for (let delivery = 0; delivery < DELIVERIES_MAX; delivery++) {
    const outcome = await world.clock.until(createMortalWorker(world, strikeAt)(first))
    if (isEnd(outcome)) break
    await world.clock.advance(REDELIVERED_AFTER_MS)
  }
  await world.clock.advance(10 * REDELIVERED_AFTER_MS)
  const partsLeft = [...world.stored.keys()].filter((key) => key.startsWith('parts/'))
  return { hits, end: endOf(world), partsLeft }
}

function isEnd(outcome: LoadOutcome | 'died'): boolean {
  return outcome !== 'died' && (outcome.kind === 'settled' || outcome.kind === 'already')
}

/** All that outlives a load, but for which attempt it was that ended it, and when. */
function endOf(world: World) {
  const lease = world.memory.lease(NAME)
  const { owner, attempt, fruitless, statusAt, settledAt, startedAt, ...rest } =
    world.ledgerItem('v1') ?? item()
  const rival = world.ledgerItem('v0')
  return {
    item: rest,
    rival: { status: rival?.status, checkpoint: rival?.checkpoint },
    isToldToAPerson: world.letters.length > 0,
    rows: new Map([...world.rows].toSorted().map(([key, row]) => [key, withoutWindow(row)])),
    rejects: [...world.stored].filter(([key]) => key.startsWith('rejects/')),
    leaseIsFree: !lease || isFree(lease, world.clock.now()),
  }
}

/** Which records of a key were accepted since the last checkpoint is the load's own note, and depends on where it began. */
function withoutWindow({ _load: mark, ...row }: Item): Item {
  if (!mark || !('M' in mark)) return row
  const { a, ...rest } = mark.M
  return { ...row, _load: { M: rest } }
}

/** Holds each checkpoint to its promise at the moment when it is written. */
function guarded(world: World, isPlain: boolean): World {
  const { ledger } = world.deps
  const change: typeof ledger.change = async (id, expected, what) => {
    const answer = await ledger.change(id, expected, what)
    const { checkpoint } = what.set
    if (answer === 'refused' || !checkpoint || !('parts' in checkpoint)) return answer
    const place = rejectsPlace('things', first)
    const parts = checkpoint.parts.map((name) => world.stored.get(place.partKey(name)))
    expect(parts.join('').split('\n').length - 1).toBe(checkpoint.rowsRejected)
    if (isPlain) expect(world.rows.size).toBeGreaterThanOrEqual(checkpoint.rowsWritten)
    return answer
  }
  return { ...world, deps: { ...world.deps, ledger: { ...ledger, change } } }
}
