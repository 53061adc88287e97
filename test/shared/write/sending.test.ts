import { afterEach, expect, test } from 'vitest'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { setFaultPlan } from '../../../shared/platform/fault-point.ts'
import { WRITER_BYTES_MAX } from '../../../shared/write/limits.ts'
import type { RowsAnswer } from '../../../shared/write/tables.ts'
import { distinct, encode } from './support/encode.ts'
import { addAll, makeWriter, throttled, written } from './support/make-writer.ts'

const noAnswer: RowsAnswer = { kind: 'no-answer', error: new Error('reset') }

afterEach(() => setFaultPlan(undefined))

test('the requests in flight are bounded, and adding waits for them', async () => {
  let inFlight = 0
  let most = 0
  const { writer, clock } = makeWriter(async () => {
    most = Math.max(most, ++inFlight)
    await clock.sleep(10)
    inFlight--
    return written
  })
  await clock.until(addAll(writer, distinct(25 * 600)))
  await clock.until(writer.drain())
  expect(most).toBe(128)
})

test('F50 a table that throttles is sent fewer requests at once', async () => {
  let requests = 0
  let inFlight = 0
  let most = 0
  const { writer, clock } = makeWriter(async () => {
    if (requests++ < 80) return throttled
    inFlight++
    if (requests < 90) most = Math.max(most, inFlight)
    await clock.sleep(10)
    inFlight--
    return written
  })
  await clock.until(addAll(writer, distinct(25 * 30)))
  await clock.until(writer.drain())
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(5)
})

test('F50 a hot key waits by itself: its neighbours are written meanwhile', async () => {
  let coolAt = Number.POSITIVE_INFINITY
  const landed = new Map<string, number>()
  const { writer, clock } = makeWriter(async (items) => {
    await clock.sleep(5)
    const hot = items.filter(({ text }) => text && clock.monotonic() < coolAt)
    for (const item of items) if (!hot.includes(item)) landed.set(JSON.stringify(item.id), clock.monotonic())
    if (hot.length === items.length)
      return { kind: 'throttled', reason: 'key-range', error: new Error('hot') }
    return { kind: 'unprocessed', items: hot }
  })
  coolAt = 60_000
  const rows = Array.from({ length: 20_000 }, (_, place) =>
    encode({ record: place + 1, key: `k${place}`, padding: place % 25 === 0 ? 10 : 0 }),
  )
  await clock.until(addAll(writer, rows))
  expect(landed.size).toBeGreaterThan(15_000)
  expect(clock.monotonic()).toBeLessThan(500)
  expect((await clock.until(writer.drain())).rowsWritten).toBe(20_000)
  expect(clock.monotonic()).toBeLessThan(66_000)
})

test('single rows that came back are sent again together', async () => {
  let slow = 0
  let seed = 0
  const { writer, clock } = makeWriter(
    async (items, { name }) => {
      if (name === 'slow') slow++
      return name === 'slow' ? written : { kind: 'unprocessed', items: items.slice(0, 1) }
    },
    { random: () => (seed++ % 97) / 97 },
  )
  await clock.until(addAll(writer, distinct(25 * 200)))
  await clock.until(writer.drain())
  expect(slow).toBeLessThan(20)
})

test('F50 a hot key range is left to cool for longer than a table that throttles', async () => {
  async function firstWait(answer: RowsAnswer): Promise<number> {
    const { writer, clock } = makeWriter(async (_items, { name }) => (name === 'fast' ? answer : written))
    await clock.until(addAll(writer, distinct(1)))
    await clock.until(writer.drain())
    return clock.monotonic()
  }
  const hot: RowsAnswer = { kind: 'throttled', reason: 'key-range', error: new Error('hot') }
  expect(await firstWait(throttled)).toBe(25)
  expect(await firstWait(hot)).toBe(100)
  expect(await firstWait({ kind: 'unclear', error: new Error('expired') })).toBe(0)
})

test.each([
  ['distinct', 1_000],
  // These wait for the rows of their keys that are in flight.
  ['recurring', 4],
])('large rows of %s keys are taken until the memory for them is full, and no further', async (_of, keys) => {
  const { writer, clock } = makeWriter(() => new Promise(() => undefined), {
    write: keys === 4 ? { kind: 'insert' } : { kind: 'put' },
  })
  const taken = await takeUntilFull(writer, clock, keys)
  expect(taken).toBeGreaterThan(3 * 1024 * 1024)
  expect(taken).toBeLessThanOrEqual(WRITER_BYTES_MAX)
})

test('a request that is not full goes out where the rows that wait for it fill the memory', async () => {
  const { writer, clock } = makeWriter(async () => written)
  const rows = Array.from({ length: 200 }, (_, place) =>
    encode({ record: place + 1, key: `k${place}`, padding: place * 1_000, hash: 1 }),
  )
  await clock.until(addAll(writer, rows))
  expect((await clock.until(writer.drain())).rowsWritten).toBe(200)
})

test('memory is given back however requests end', async () => {
  async function room(rounds: number): Promise<number> {
    let requests = 0
    let answer = (count: number) => badAnswers[count % badAnswers.length]
    const { writer, clock } = makeWriter((items) => {
      const next = answer(requests++)
      if (!next) return new Promise(() => undefined)
      return Promise.resolve(next.kind === 'unprocessed' ? { ...next, items: items.slice(1) } : next)
    })
    for (let round = 0; round < rounds; round++) {
      const rows = Array.from({ length: 60 }, (_, place) =>
        encode({ record: place + 1, key: `k${place % 20}`, padding: place % 2 ? 100_000 : 10 }),
      )
      await clock.until(addAll(writer, rows))
      await clock.until(writer.drain())
    }
    // What goes well gives back the places that throttling took.
    answer = () => written
    await clock.until(addAll(writer, distinct(25 * 400)))
    await clock.until(writer.drain())
    answer = () => undefined
    return takeUntilFull(writer, clock, 1_000)
  }
  const badAnswers: RowsAnswer[] = [throttled, noAnswer, written, { kind: 'unprocessed', items: [] }]
  expect(await room(10)).toBe(await room(0))
})

test('a body does not change before its answer, and never again where there was none', async () => {
  const bodies: { body: Buffer; copy: Buffer }[] = []
  let requests = 0
  const { writer, clock } = makeWriter(async (_items, _lane, body) => {
    const copy = Buffer.from(body)
    await clock.sleep(requests++ % 7)
    expect(body.equals(copy)).toBe(true)
    if (requests % 3 > 0) return written
    bodies.push({ body, copy })
    return noAnswer
  })
  await clock.until(addAll(writer, distinct(25 * 60)))
  await clock.until(writer.drain())
  await clock.until(addAll(writer, distinct(25 * 60, 40)))
  await clock.until(writer.drain())
  expect(bodies.length).toBeGreaterThan(20)
  for (const { body, copy } of bodies) expect(body.equals(copy)).toBe(true)
})

test('F59 what can never work ends the load at once', async () => {
  let sent = 0
  const { writer, clock } = makeWriter(async () => {
    sent++
    throw new StevedoreError('dependency.denied', 'No such table')
  })
  await expect(clock.until(addAll(writer, distinct(25 * 40)))).rejects.toMatchObject({
    code: 'dependency.denied',
  })
  await expect(clock.until(writer.drain())).rejects.toMatchObject({ code: 'dependency.denied' })
  await clock.until(writer.quiesce())
  expect(sent).toBeLessThanOrEqual(8)
  expect(clock.monotonic()).toBe(0)
})

test('a request that ends in an unknown error is in flight until its timeout is over', async () => {
  const { writer, clock } = makeWriter(async () => {
    throw new TypeError('a bug')
  })
  await clock.until(addAll(writer, distinct(1)))
  const drained = writer.drain().catch((error: unknown) => error)
  await clock.until(writer.quiesce())
  expect(clock.monotonic()).toBe(5_000)
  expect(await drained).toBeInstanceOf(Error)
})

test('a lane that never answers is waited for until the timeout, and no longer', async () => {
  const { writer, clock } = makeWriter(() => new Promise(() => undefined))
  await clock.until(addAll(writer, distinct(25)))
  await clock.until(writer.quiesce())
  expect(clock.monotonic()).toBe(5_000)
})

test('a writer that is stopped before it begins sends nothing', async () => {
  let sent = 0
  const { writer, stop, clock } = makeWriter(async () => {
    sent++
    return written
  })
  await clock.until(addAll(writer, distinct(3)))
  stop.abort(new Error('stopped'))
  await expect(clock.until(writer.drain())).rejects.toThrow('stopped')
  expect(sent).toBe(0)
})

test('who waits for room hears why there will be none', async () => {
  const { writer, stop, clock } = makeWriter(() => new Promise(() => undefined))
  const adding = addAll(writer, distinct(25 * 20))
  await clock.advance(10)
  stop.abort(new Error('stopped'))
  await expect(adding).rejects.toThrow('stopped')
})

test('the log tells once in a while that rows are sent again, without their contents', async () => {
  const { writer, clock, lines } = makeWriter(async () => (clock.monotonic() < 40_000 ? throttled : written))
  await clock.until(addAll(writer, distinct(25 * 10)))
  await clock.until(writer.drain())
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', reason: 'table' })
  expect(lines.join()).not.toContain('k1')
})

test.each([['rows-sent'], ['rows-written']])('a fault at %s ends the sending', async (point) => {
  let sent = 0
  const { writer, clock } = makeWriter(async () => {
    sent++
    return written
  })
  setFaultPlan((at, subject) => {
    if (at === point) throw new Error(`struck ${subject}`)
  })
  const adding = clock.until(addAll(writer, distinct(25))).catch((error: unknown) => error)
  await expect(clock.until(writer.drain())).rejects.toThrow('struck s3://landing/things.csv')
  await adding
  await clock.until(writer.quiesce())
  expect(sent).toBe(1)
})

type Made = ReturnType<typeof makeWriter>

/** Bytes of rows that are taken before adding waits. */
async function takeUntilFull(writer: Made['writer'], clock: Made['clock'], keys: number): Promise<number> {
  const rowBytes = 400 * 1024
  let taken = 0
  async function addMany(): Promise<void> {
    for (let record = 1; record <= 1_000; record++) {
      const room = writer.add(encode({ record, key: `k${record % keys}`, padding: rowBytes }))
      taken += rowBytes
      await room
    }
  }
  void addMany()
  await clock.advance(0)
  return taken
}
