import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RowsAnswer, Tables } from '../../../shared/load/send-rows.ts'
import { createRowWriter } from '../../../shared/load/write-rows.ts'
import { createLog } from '../../../shared/platform/log.ts'
import type { AcceptedRow, Item } from '../../../shared/row/row.ts'
import { createTestClock } from './support/test-clock.ts'

function row(record: number, key: string, sizeBytes = 20): AcceptedRow {
  return { kind: 'accepted', record, key, item: { id: { S: key }, n: { N: String(record) } }, sizeBytes }
}

function distinct(count: number, sizeBytes?: number): AcceptedRow[] {
  return Array.from({ length: count }, (_, place) => row(place + 1, `k${place}`, sizeBytes))
}

function setup(write: Tables['write'], check: () => void = () => undefined) {
  const clock = createTestClock()
  const stop = new AbortController()
  const table = { name: 'things', keyAttributes: ['id'] }
  const writer = createRowWriter({
    tables: { write },
    table,
    check,
    clock,
    random: () => 0.5,
    signal: stop.signal,
    log: createLog('load-object', () => undefined, clock.now),
  })
  return { writer, clock, stop }
}

const done: RowsAnswer = { kind: 'answered', unwritten: [] }

test.each([
  [0, []],
  [1, [1]],
  [25, [25]],
  [26, [25, 1]],
])('F53 %i rows are sent in requests of %j', async (count, sizes) => {
  const sent: number[] = []
  const { writer, clock } = setup(async (_table, items) => {
    sent.push(items.length)
    return done
  })
  await writer.add(distinct(count))
  expect(await clock.until(writer.drain())).toBe(count)
  expect(sent).toEqual(sizes)
})

test('F53 large rows are sent in requests that stay under the bound of bytes', async () => {
  const sent: number[] = []
  const { writer, clock } = setup(async (_table, items) => {
    sent.push(items.length)
    return done
  })
  await writer.add(distinct(25, 400 * 1024))
  await clock.until(writer.drain())
  expect(sent).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 1])
})

test('many large rows flow on, and rows that replace unsent ones fill no request', async () => {
  let requests = 0
  const { writer, clock } = setup(async () => {
    requests++
    return done
  })
  await clock.until(writer.add(distinct(100, 400 * 1024)))
  expect(await clock.until(writer.drain())).toBe(100)
  requests = 0
  await writer.add(Array.from({ length: 100 }, (_, place) => row(place + 1, 'same', 100 * 1024)))
  expect(await clock.until(writer.drain())).toBe(200)
  expect(requests).toBe(1)
})

test('F49 what comes back unwritten is sent again, alone, and counted once', async () => {
  const sent: number[] = []
  const { writer, clock } = setup(async (_table, items) => {
    sent.push(items.length)
    return { kind: 'answered', unwritten: items.length > 20 ? [3, 7] : [] }
  })
  await writer.add(distinct(25))
  expect(await clock.until(writer.drain())).toBe(25)
  expect(sent).toEqual([25, 2])
})

test('F50 a table that throttles for ever hands the load back after two minutes', async () => {
  const { writer, clock } = setup(async () => ({ kind: 'throttled', error: new Error('slow down') }))
  await writer.add(distinct(1))
  await expect(clock.until(writer.drain())).rejects.toMatchObject({ code: 'dependency.unavailable' })
  expect(clock.monotonic()).toBeGreaterThan(120_000)
  expect(clock.monotonic()).toBeLessThan(130_000)
})

test('a table that takes a row at a time is given all the time it needs, without growing waits', async () => {
  const one = async (_table: unknown, items: readonly Item[]): Promise<RowsAnswer> => ({
    kind: 'answered',
    unwritten: [...items.keys()].slice(1),
  })
  const quick = setup(one)
  await quick.writer.add(distinct(25))
  expect(await quick.clock.until(quick.writer.drain())).toBe(25)
  expect(quick.clock.monotonic()).toBeLessThan(5_000)

  const slow = setup(async (...request) => {
    await slow.clock.sleep(10_000)
    return one(...request)
  })
  await slow.writer.add(distinct(25))
  expect(await slow.clock.until(slow.writer.drain())).toBe(25)
})

test('the lease is checked before every try, and a lost one sends nothing more', async () => {
  let tries = 0
  const { writer, clock } = setup(
    async () => {
      tries++
      return { kind: 'throttled', error: new Error('slow down') }
    },
    () => {
      if (tries === 2) throw new Error('lost')
    },
  )
  await writer.add(distinct(1))
  await expect(clock.until(writer.drain())).rejects.toThrow('lost')
  expect(tries).toBe(2)
})

test('a request without an answer keeps its key, and the writer busy, until its timeout is over', async () => {
  const { writer, clock, stop } = setup(async () => ({ kind: 'no-answer', error: new Error('gone') }))
  await writer.add(distinct(1))
  const drained = writer.drain().catch((error: unknown) => error)
  await clock.advance(1_000)
  stop.abort(new Error('stopped'))
  let quiet = false
  const quiesced = writer.quiesce().then(() => {
    quiet = true
  })
  await clock.advance(3_999)
  expect(quiet).toBe(false)
  await clock.advance(1)
  await quiesced
  expect(await drained).toMatchObject({ message: 'The writer was stopped' })
})

test('the requests in flight are bounded, and adding waits for them', async () => {
  let inFlight = 0
  let most = 0
  const { writer, clock } = setup(async () => {
    most = Math.max(most, ++inFlight)
    await clock.sleep(10)
    inFlight--
    return done
  })
  await clock.until(writer.add(distinct(25 * 400)))
  await clock.until(writer.drain())
  expect(most).toBeGreaterThan(8)
  expect(most).toBeLessThanOrEqual(48)
})

test.each([
  ['distinct', 1_000],
  // These wait for the rows of their keys that are in flight.
  ['recurring', 24],
])('large rows of %s keys are taken until the memory for them is full, and no further', async (_of, keys) => {
  const { writer, clock } = setup(() => new Promise(() => undefined))
  let taken = 0
  async function addAll(): Promise<void> {
    for (const { record } of distinct(1_000)) {
      await writer.add([row(record, `k${record % keys}`, 400 * 1024)])
      taken++
    }
  }
  void addAll()
  await clock.advance(0)
  const bytes = taken * 400 * 1024
  expect(bytes).toBeGreaterThan(10 * 1024 * 1024)
  expect(bytes).toBeLessThanOrEqual(16 * 1024 * 1024)
})

test('F50 a table that throttles is sent fewer requests at once', async () => {
  let requests = 0
  let inFlight = 0
  let most = 0
  const { writer, clock } = setup(async () => {
    if (requests++ < 40) return { kind: 'throttled', error: new Error('slow down') }
    inFlight++
    if (requests > 50 && requests < 60) most = Math.max(most, inFlight)
    await clock.sleep(10)
    inFlight--
    return done
  })
  await clock.until(writer.add(distinct(25 * 30)))
  await clock.until(writer.drain())
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(5)
})

// Answers that tear, throttle, and get lost, with requests that arrive late within their timeout.
const answer = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('all' as const), delay: fc.nat(3_000) }) },
  fc.record({ kind: fc.constant('some' as const), delay: fc.nat(3_000), odd: fc.boolean() }),
  fc.record({ kind: fc.constant('throttled' as const), delay: fc.nat(3_000) }),
  fc.record({
    kind: fc.constant('lost' as const),
    delay: fc.nat(3_000),
    applied: fc.option(fc.nat(4_999), { nil: undefined }),
  }),
)

test('F52 whatever the answers, the last row of a key stays and every row is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(60), { minLength: 200, maxLength: 600 }),
      fc.array(answer, { minLength: 1, maxLength: 30 }),
      async (keys, answers) => {
        const stored = new Map<string, Item>()
        const put = (item: Item) => stored.set(JSON.stringify(item.id), item)
        let requests = 0
        const { writer, clock } = setup(async (_table, items) => {
          expect(new Set(items.map(({ id }) => JSON.stringify(id))).size).toBe(items.length)
          // The script ends in good answers, so that every run ends.
          const next = answers[requests++] ?? ({ kind: 'all', delay: 1 } as const)
          if (next.kind === 'lost' && next.applied !== undefined)
            void clock.sleep(next.applied).then(() => items.forEach(put))
          await clock.sleep(next.delay)
          if (next.kind === 'lost') return { kind: 'no-answer', error: new Error('reset') }
          if (next.kind === 'throttled') return { kind: 'throttled', error: new Error('slow down') }
          const unwritten =
            next.kind === 'some' ? [...items.keys()].filter((n) => n % 2 === Number(next.odd)) : []
          items.forEach((item, place) => {
            if (!unwritten.includes(place)) put(item)
          })
          return { kind: 'answered', unwritten }
        })
        const rows = keys.map((key, place) => row(place + 1, `k${key}`))
        await clock.until(writer.add(rows))
        expect(await clock.until(writer.drain())).toBe(rows.length)
        await clock.advance(5_000)
        const expected = new Map(rows.map(({ item }) => [JSON.stringify(item.id), item]))
        expect(new Map([...stored].sort())).toEqual(new Map([...expected].sort()))
      },
    ),
    { numRuns: 60 },
  )
})
