import { expect, test } from 'vitest'
import type { Item } from '../../../shared/row/row.ts'
import type { RowsAnswer } from '../../../shared/write/tables.ts'
import { distinct, encode, itemOf } from './support/encode.ts'
import { addAll, makeWriter, throttled, written } from './support/make-writer.ts'

test.each([
  [0, []],
  [1, [1]],
  [25, [25]],
  [26, [25, 1]],
])('F53 %i rows are sent in requests of %j', async (count, sizes) => {
  const sent: number[] = []
  const { writer, clock } = makeWriter(async (items) => {
    sent.push(items.length)
    return written
  })
  await clock.until(addAll(writer, distinct(count)))
  expect(await clock.until(writer.drain())).toEqual({ rowsWritten: count, rowsDuplicate: 0 })
  expect(sent).toEqual(sizes)
})

test('F55 every item arrives byte for byte as it was added', async () => {
  const specs = [
    { record: 1, key: 'é"\\', padding: 3 },
    { record: 2, key: '__proto__' },
    { record: 3, key: 'k', sort: 'a' },
    { record: 4, key: 'k', sort: 'b' },
  ]
  const items: Item[] = []
  const { writer, clock } = makeWriter(
    async (sent) => {
      items.push(...sent)
      return written
    },
    { sort: true },
  )
  await clock.until(addAll(writer, specs.map(encode)))
  await clock.until(writer.drain())
  expect(items).toEqual(specs.map(itemOf))
})

test('F53 large rows are sent in requests of few, and a row larger than any slot goes alone', async () => {
  const sent: number[] = []
  const { writer, clock } = makeWriter(async (items) => {
    sent.push(items.length)
    return written
  })
  const paddings = [10_000, 10_000, 10_000, 10_000, 400_000, 100, 100]
  const rows = paddings.map((padding, place) => encode({ record: place + 1, key: `k${place}`, padding }))
  await clock.until(addAll(writer, rows))
  expect((await clock.until(writer.drain())).rowsWritten).toBe(7)
  expect(sent).toEqual([3, 1, 1, 2])
})

test('rows that replace unsent ones of their key fill no request, and every one is counted', async () => {
  const sent: Item[][] = []
  const { writer, clock } = makeWriter(async (items) => {
    sent.push([...items])
    return written
  })
  const keys = ['a', 'b', 'a', 'c', 'b', 'a', 'a']
  const specs = keys.map((key, place) => ({ record: place + 1, key, padding: place * 50 }))
  await clock.until(addAll(writer, specs.map(encode)))
  expect((await clock.until(writer.drain())).rowsWritten).toBe(7)
  expect(sent).toEqual([[specs[3], specs[4], specs[6]].map((spec) => spec && itemOf(spec))])
})

test('F49 what comes back unprocessed is sent again by the slow lane, alone, and counted once', async () => {
  const sent: unknown[] = []
  const { writer, clock } = makeWriter(async (items, { name }) => {
    sent.push([name, items.length])
    if (name === 'slow') return written
    return { kind: 'unprocessed', items: [items[3], items[7]].filter((item) => item !== undefined) }
  })
  await clock.until(addAll(writer, distinct(25)))
  expect((await clock.until(writer.drain())).rowsWritten).toBe(25)
  expect(sent).toEqual([
    ['fast', 25],
    ['slow', 2],
  ])
})

test('F49 where an unprocessed item is none of those sent, all are sent again', async () => {
  const sent: unknown[] = []
  const { writer, clock } = makeWriter(async (items, { name }) => {
    sent.push([name, items.length])
    return name === 'slow' ? written : { kind: 'unprocessed', items: [{ id: { S: 'another' } }] }
  })
  await clock.until(addAll(writer, distinct(25)))
  expect((await clock.until(writer.drain())).rowsWritten).toBe(25)
  expect(sent.at(-1)).toEqual(['slow', 25])
})

test('F50 a table that throttles for ever hands the load back after two minutes', async () => {
  const { writer, clock } = makeWriter(async () => throttled)
  await clock.until(addAll(writer, distinct(1)))
  await expect(clock.until(writer.drain())).rejects.toMatchObject({ code: 'dependency.unavailable' })
  expect(clock.monotonic()).toBeGreaterThan(120_000)
  expect(clock.monotonic()).toBeLessThan(130_000)
})

test('a table that takes a row at a time is given all the time it needs, without growing waits', async () => {
  const one = async (items: readonly Item[]): Promise<RowsAnswer> => ({
    kind: 'unprocessed',
    items: items.slice(1),
  })
  const quick = makeWriter(one)
  await quick.clock.until(addAll(quick.writer, distinct(25)))
  expect((await quick.clock.until(quick.writer.drain())).rowsWritten).toBe(25)
  expect(quick.clock.monotonic()).toBeLessThan(5_000)

  const slow = makeWriter(async (items) => {
    await slow.clock.sleep(10_000)
    return one(items)
  })
  await slow.clock.until(addAll(slow.writer, distinct(25)))
  expect((await slow.clock.until(slow.writer.drain())).rowsWritten).toBe(25)
})

test.each([['fast'], ['slow']])(
  'F42 the lease is checked before every try of the %s lane, and a lost one sends nothing more',
  async (lost) => {
    const tries: string[] = []
    const { writer, clock } = makeWriter(
      async (_items, { name }) => {
        tries.push(name)
        return throttled
      },
      {
        check: () => {
          if (lost === 'fast' || tries.length === 2) throw new Error('lost')
        },
      },
    )
    await clock.until(addAll(writer, distinct(1)))
    await expect(clock.until(writer.drain())).rejects.toThrow('lost')
    expect(() => writer.add(encode({ record: 2, key: 'b' }))).toThrow('lost')
    await clock.until(writer.quiesce())
    expect(tries).toEqual(lost === 'fast' ? [] : ['fast', 'slow'])
  },
)

test('a request without an answer keeps its key, and the writer busy, until its timeout is over', async () => {
  const { writer, clock, stop } = makeWriter(async () => ({ kind: 'no-answer', error: new Error('gone') }))
  await clock.until(addAll(writer, distinct(1)))
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
  expect(await drained).toMatchObject({ message: 'stopped' })
})
