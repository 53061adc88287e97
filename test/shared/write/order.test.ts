import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Item } from '../../../shared/row/row.ts'
import type { RowWrite } from '../../../shared/write/compile-write.ts'
import type { WriteCounts } from '../../../shared/write/create-row-writer.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { encode, itemOf, type RowSpec } from './support/encode.ts'
import { makeWriter } from './support/make-writer.ts'
import { type Fate, keyOf, simulatedTable } from './support/simulated-table.ts'

const delay = fc.nat(3_000)
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('all'), delay }) },
  fc.record({ kind: fc.constant('some'), delay, odd: fc.boolean() }),
  fc.record({
    kind: fc.constant('throttled'),
    delay,
    reason: fc.constantFrom('key-range', 'table', 'account', 'unknown'),
  }),
  fc.record({ kind: fc.constant('unclear'), delay }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lost'),
      delay: fc.nat(5_000),
      applied: fc.option(fc.nat(4_999), { nil: undefined }),
    }),
  },
)

/** Few keys, so that they recur; often fewer hashes than keys; and sometimes one key that every row replaces. */
function rows(count: { minLength: number; maxLength: number }, timestamp: boolean) {
  const spec = fc.record({ key: fc.nat(25), by: fc.nat(12), padding: fc.constantFrom(0, 0, 0, 9_000) })
  return fc
    .record({
      specs: fc.array(spec, { ...count, size: 'max' }),
      hashes: fc.constantFrom(3, 11, 1_000),
      keys: fc.constantFrom(1, 26, 26),
      isAscending: fc.boolean(),
    })
    .map(({ specs, hashes, keys, isAscending }) =>
      specs.map(
        (spec, place): RowSpec => ({
          record: place + 1,
          key: `k${spec.key % keys}`,
          sort: `s${(spec.key % keys) % 2}`,
          padding: spec.padding,
          by: isAscending ? place : spec.by,
          timestamp,
          hash: (spec.key % keys) % hashes,
        }),
      ),
    )
}

const newest: RowWrite = { kind: 'newest', by: 'by', timestamp: false }
const newestMoment: RowWrite = { kind: 'newest', by: 'by', timestamp: true }
const insert: RowWrite = { kind: 'insert' }
const put: RowWrite = { kind: 'put' }

test.each<[string, RowWrite]>([
  ['put: the last row of a key stays', put],
  ['insert: the first row of a key stays', insert],
  ['newest: the greatest row of a key stays', newest],
  ['newest by a timestamp: the latest row of a key stays', newestMoment],
])('F49 F50 F51 F52 %s, and every row is counted, whatever the answers', async (_title, write) => {
  await fc.assert(
    fc.asyncProperty(
      rows({ minLength: 100, maxLength: 300 }, write === newestMoment),
      fc.array(fate, { maxLength: 60, size: 'max' }),
      async (specs, fates) => {
        const clock = createTestClock()
        const table = simulatedTable(clock, fates)
        const { writer } = makeWriter(table.answer, { write, clock, sort: true })
        const counts = await clock.until(load(writer, specs))
        await clock.advance(5_000)
        expectSame(table.items, counts, specs, write)
      },
    ),
    { numRuns: 25 },
  )
})

test.each<[string, RowWrite]>([
  ['put', put],
  ['insert', insert],
  ['newest', newest],
  ['newest by a timestamp', newestMoment],
])(
  'F39 F51 %s: a load that is killed and goes on from its checkpoint ends with the table and the counts of one that was not',
  async (_title, write) => {
    const kill = fc.record({ afterRows: fc.integer({ min: 1, max: 80 }), afterTime: fc.nat(4_000) })
    await fc.assert(
      fc.asyncProperty(
        rows({ minLength: 60, maxLength: 150 }, write === newestMoment),
        fc.array(fate, { maxLength: 80, size: 'max' }),
        fc.array(kill, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 5, max: 60 }),
        async (specs, fates, kills, checkpointEvery) => {
          const clock = createTestClock()
          const table = simulatedTable(clock, fates)
          let from = 0
          let counts: WriteCounts = { rowsWritten: 0, rowsDuplicate: 0 }
          for (const next of [...kills, undefined]) {
            const before = counts
            const { writer, stop } = makeWriter(table.answer, { write, clock, sort: true })
            const end = next ? Math.min(specs.length, from + next.afterRows) : specs.length
            const loading = load(writer, specs.slice(from, end), checkpointEvery, (done, soFar) => {
              from += done
              counts = sum(before, soFar)
            })
            if (next && end < specs.length) {
              const dead = loading.catch(() => undefined)
              await clock.advance(next.afterTime)
              stop.abort(new Error('killed'))
              await dead
            } else {
              counts = sum(before, await clock.until(loading))
              from = end
            }
            // What a dead worker sent may arrive until its timeout is over; no lease is taken over before.
            await clock.advance(5_000)
            if (from === specs.length) break
          }
          expectSame(table.items, counts, specs, write)
        },
      ),
      { numRuns: 25 },
    )
  },
)

type Writer = ReturnType<typeof makeWriter>['writer']

async function load(
  writer: Writer,
  specs: readonly RowSpec[],
  checkpointEvery = Number.POSITIVE_INFINITY,
  checkpoint: (done: number, counts: WriteCounts) => void = () => undefined,
): Promise<WriteCounts> {
  let since = 0
  for (const spec of specs) {
    const row = encode(spec)
    const room = writer.add(row)
    row.bytes.fill('z')
    await room
    since++
    if (since < checkpointEvery && !writer.wantsCheckpoint) continue
    const counts = await writer.drain()
    checkpoint(since, counts)
    writer.checkpointed()
    since = 0
  }
  return writer.drain()
}

/** As if the rows were written one after another, by a loader that is never interrupted. */
function expectSame(
  items: ReadonlyMap<string, Item>,
  counts: WriteCounts,
  specs: readonly RowSpec[],
  write: RowWrite,
): void {
  const expected = new Map<string, RowSpec>()
  let rowsDuplicate = 0
  for (const spec of specs) {
    const key = keyOf(itemOf(spec))
    const there = expected.get(key)
    const stands =
      there && (write.kind === 'insert' || (write.kind === 'newest' && Number(there.by) >= Number(spec.by)))
    if (stands) rowsDuplicate++
    else expected.set(key, spec)
  }
  const plain = [...items].map(([key, { _load, ...item }]) => [key, item] as const)
  expect(new Map(plain.toSorted())).toEqual(
    new Map([...expected].map(([key, spec]) => [key, itemOf(spec)] as const).toSorted()),
  )
  expect(counts).toEqual({ rowsWritten: specs.length - rowsDuplicate, rowsDuplicate })
}

function sum(one: WriteCounts, other: WriteCounts): WriteCounts {
  return {
    rowsWritten: one.rowsWritten + other.rowsWritten,
    rowsDuplicate: one.rowsDuplicate + other.rowsDuplicate,
  }
}
