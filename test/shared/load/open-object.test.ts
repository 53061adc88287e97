import { describe, expect, test } from 'vitest'
import { ObjectGoneError, type ObjectRanges } from '../../../shared/load/fetch-range.ts'
import { openObject, RANGE_BYTES, RANGES_AHEAD } from '../../../shared/load/open-object.ts'
import { deliveryOf } from './support/delivery-of.ts'
import { first } from './support/fakes.ts'
import { createTestClock } from './support/test-clock.ts'

const SHORT = Buffer.from('0123456789')
/** Three ranges and a half: no byte is like the one at its place in another range. */
const LONG = Buffer.from(
  new Uint8Array(3.5 * RANGE_BYTES).map((_, at) => (at * 7 + Math.floor(at / 251)) & 255),
)
const UPLOADED = '2026-01-01T00:00:00.000Z'

type Body = (bytes: Buffer) => AsyncIterable<Uint8Array>
interface Asked {
  readonly from: number
  readonly to: number
  readonly etag: string | undefined
}

/** S3 whose n-th answer has the n-th body, and the last one from then on. */
function setup(options: { content?: Buffer; bodies?: readonly (Body | 'gone')[]; etags?: string[] } = {}) {
  const { content = SHORT, bodies = [whole], etags = [] } = options
  const clock = createTestClock()
  const signals: AbortSignal[] = []
  const asked: Asked[] = []
  const ranges: ObjectRanges = {
    read: async (_object, { from, bytesMax, etag, signal }) => {
      const bytes = content.subarray(from, from + bytesMax)
      signals.push(signal)
      const at = asked.push({ from, to: from + bytes.length, etag }) - 1
      const body = bodies[at] ?? bodies.at(-1)
      if (!body || body === 'gone') return { kind: 'gone' }
      const told = { sizeBytes: content.length, etag: etags[at] ?? 'e', uploadedAt: UPLOADED }
      return { kind: 'range', deliver: deliveryOf(body(bytes)), ...told }
    },
  }
  const open = (from = 0, signal = new AbortController().signal, etag?: string) =>
    openObject({ ranges, object: first, from, etag, clock, signal })
  const read = async (from?: number, signal?: AbortSignal, etag?: string) => {
    const pieces: Uint8Array[] = []
    for await (const piece of (await open(from, signal, etag)).bytes) pieces.push(Uint8Array.from(piece))
    return Buffer.concat(pieces)
  }
  return {
    ...{ open, clock, asked, signals },
    read: (...args: Parameters<typeof read>) => clock.until(read(...args)),
    text: async (...args: Parameters<typeof read>) => (await clock.until(read(...args))).toString(),
  }
}

const whole: Body = async function* (bytes) {
  if (bytes.length > 0) yield bytes
}
const breaksOff: Body = async function* (bytes) {
  yield bytes.subarray(0, 3)
  throw new Error('ECONNRESET')
}
const endsEarly: Body = async function* (bytes) {
  yield bytes.subarray(0, 3)
}
const hangs: Body = async function* (bytes) {
  yield bytes.subarray(0, 3)
  await new Promise(() => undefined)
}
const sendsNothing: Body = async function* () {}

test('a small object takes one request, which also tells what it is', async () => {
  const { open, text, asked } = setup()
  expect(await open()).toMatchObject({ sizeBytes: 10, etag: 'e', uploadedAt: UPLOADED })
  asked.length = 0
  expect(await text()).toBe('0123456789')
  expect(asked).toEqual([{ from: 0, to: 10, etag: undefined }])
})

test('an empty object has no bytes', async () => {
  const { open, text } = setup({ content: Buffer.alloc(0) })
  expect(await open()).toMatchObject({ sizeBytes: 0 })
  expect(await text()).toBe('')
})

test('F15 a long object is read by ranges that touch, each of the object that the first one found', async () => {
  const { read, asked } = setup({ content: LONG })
  expect(LONG.equals(await read())).toBe(true)
  const starts = [0, 1, 2, 3].map((range) => range * RANGE_BYTES)
  expect(asked.map(({ from }) => from)).toEqual(starts)
  expect(asked.map(({ to }) => to)).toEqual([...starts.slice(1), LONG.length])
  expect(asked.map(({ etag }) => etag)).toEqual([undefined, 'e', 'e', 'e'])
})

test.each([
  ['the middle', 5],
  ['its end', 10],
])('an object is taken up again at %s, if it is the very same', async (_word, from) => {
  const { text, asked } = setup()
  expect(await text(from, undefined, 'e')).toBe(SHORT.toString().slice(from))
  expect(asked).toEqual([{ from, to: 10, etag: 'e' }])
})

test('a few ranges are read ahead of the one that is worked, and no more', async () => {
  const { open, asked, clock } = setup({ content: Buffer.alloc(10 * RANGE_BYTES) })
  const pieces = (await open()).bytes[Symbol.asyncIterator]()
  await pieces.next()
  await clock.advance(0)
  expect(asked).toHaveLength(1 + RANGES_AHEAD)
  for (let read = 0; read < RANGE_BYTES; ) read += (await pieces.next()).value?.length ?? 0
  await clock.advance(0)
  expect(asked).toHaveLength(2 + RANGES_AHEAD)
})

test('a piece holds while the next one is worked, and the memory of all is a few ranges', async () => {
  const content = Buffer.concat(Array(6).fill(LONG))
  const { open, clock } = setup({ content })
  const memory = new Set<ArrayBufferLike>()
  let before: Uint8Array = Buffer.alloc(0)
  let at = 0
  const read = async () => {
    for await (const piece of (await open()).bytes) {
      await clock.advance(0)
      expect(content.subarray(at - before.length, at).equals(before)).toBe(true)
      expect(content.subarray(at, at + piece.length).equals(piece)).toBe(true)
      memory.add(piece.buffer)
      before = piece
      at += piece.length
    }
  }
  await clock.until(read())
  expect(at).toBe(content.length)
  expect(memory.size).toBeLessThanOrEqual(RANGES_AHEAD + 2)
})

describe.each([
  ['breaks off', breaksOff],
  ['ends early without a word', endsEarly],
  ['hangs', hangs],
])('F44 F45 a body that %s', (_word, body) => {
  test('is taken up where it ended, of the very same object', async () => {
    const { text, asked } = setup({ bodies: [body, body, whole] })
    expect(await text()).toBe('0123456789')
    expect(asked).toEqual([
      { from: 0, to: 10, etag: undefined },
      { from: 3, to: 10, etag: 'e' },
      { from: 6, to: 10, etag: 'e' },
    ])
  })

  test('in each of the ranges changes no byte', async () => {
    const { read } = setup({ content: LONG, bodies: [body, body, body, body, whole] })
    expect(LONG.equals(await read())).toBe(true)
  })
})

test('a body that breaks off again and again, and brings something each time, is read whole', async () => {
  const { text, asked } = setup({
    bodies: [
      async function* (bytes) {
        yield bytes.subarray(0, 1)
        throw new Error('ECONNRESET')
      },
    ],
  })
  expect(await text()).toBe('0123456789')
  expect(asked).toHaveLength(10)
})

test('a body that brings more than was asked is not taken for the object', async () => {
  const { read, asked } = setup({
    bodies: [
      async function* (bytes) {
        yield Buffer.concat([bytes, bytes])
      },
    ],
  })
  await expect(read()).rejects.toMatchObject({
    code: 'dependency.unavailable',
    message: expect.stringContaining('S3 sent more than the 10 bytes from 0'),
  })
  expect(asked).toHaveLength(1)
})

test('F44 what a body brings that was let go is not taken: another one has brought it', async () => {
  const { clock } = setup()
  const told = { kind: 'range' as const, sizeBytes: SHORT.length, etag: 'e', uploadedAt: UPLOADED }
  let late: (chunk: Uint8Array) => void = () => undefined
  const ranges: ObjectRanges = {
    read: async (_object, { from }) => ({
      ...told,
      deliver: async (take) => {
        late(SHORT.subarray(3))
        take(SHORT.subarray(from, from + 3))
        if (from > 0) return take(SHORT.subarray(from + 3))
        late = take
        await new Promise(() => undefined)
      },
    }),
  }
  const read = async () => {
    const { bytes } = await openObject({
      ...{ ranges, object: first, from: 0, clock, signal: new AbortController().signal },
    })
    let text = ''
    for await (const piece of bytes) text += Buffer.from(piece)
    return text
  }
  expect(await clock.until(read())).toBe('0123456789')
})

test('F44 a body that hangs is let go, and so is what was read ahead when the reader leaves', async () => {
  const hung = setup({ bodies: [hangs, whole] })
  expect(await hung.text()).toBe('0123456789')
  expect(hung.signals.map(({ aborted }) => aborted)).toEqual([true, true])

  const left = setup({ content: LONG, bodies: [whole, hangs] })
  for await (const _piece of (await left.open()).bytes) break
  expect(left.signals.map(({ aborted }) => aborted)).not.toContain(false)
})

test('a body that brings no byte five times in a row is given up for now', async () => {
  const { read, asked } = setup({ bodies: [sendsNothing] })
  await expect(read()).rejects.toMatchObject({ code: 'dependency.unavailable' })
  expect(asked).toHaveLength(5)
})

test('F13 an object that is not there is told as gone', async () => {
  const { open } = setup({ bodies: ['gone'] })
  await expect(open()).rejects.toBeInstanceOf(ObjectGoneError)
})

test('F15 an object that was replaced while it was read is gone, never mixed', async () => {
  const { read } = setup({ bodies: [breaksOff, 'gone'] })
  await expect(read()).rejects.toBeInstanceOf(ObjectGoneError)
})

test('F15 an answer of another object is not taken, though it was not refused', async () => {
  const { read } = setup({ bodies: [breaksOff, whole], etags: ['e', 'other'] })
  await expect(read()).rejects.toBeInstanceOf(ObjectGoneError)
})

test('what fails ahead is told in its turn, after the bytes before it', async () => {
  const { open, clock } = setup({ content: LONG, bodies: [whole, 'gone'] })
  let bytes = 0
  const read = async () => {
    for await (const piece of (await open()).bytes) bytes += piece.length
  }
  await expect(clock.until(read())).rejects.toBeInstanceOf(ObjectGoneError)
  expect(bytes).toBe(RANGE_BYTES)
})

test('a signal ends a body that hangs, with its own reason', async () => {
  const stop = new AbortController()
  const { read } = setup({
    bodies: [
      async function* (bytes) {
        stop.abort(new Error('stopped'))
        yield* hangs(bytes)
      },
    ],
  })
  await expect(read(0, stop.signal)).rejects.toThrow('stopped')
})
