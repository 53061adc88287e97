import { expect, test } from 'vitest'
import { ObjectGoneError, type Objects, readObject } from '../../../shared/load/read-object.ts'
import { first } from './support/fakes.ts'
import { createTestClock } from './support/test-clock.ts'

const CONTENT = Buffer.from('0123456789')

type Body = (from: number) => AsyncIterable<Uint8Array>

/** S3 whose n-th answer has the n-th body. */
function setup(...bodies: readonly (Body | 'gone')[]) {
  const clock = createTestClock()
  const signals: AbortSignal[] = []
  const asked: { from: number; etag: string | undefined }[] = []
  const objects: Objects = {
    open: async (_object, { from, etag, signal }) => {
      signals.push(signal)
      const body = bodies[asked.push({ from, etag }) - 1] ?? bodies.at(-1)
      if (!body || body === 'gone') return { kind: 'gone' }
      return { kind: 'opened', bytes: body(from), bytesLeft: CONTENT.length - from, etag: '"e"' }
    },
  }
  const read = async (signal = new AbortController().signal) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of readObject({ objects, object: first, clock, signal })) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  return { read: (signal?: AbortSignal) => clock.until(read(signal)), asked, signals }
}

const whole: Body = async function* (from) {
  yield CONTENT.subarray(from)
}
const breaksOff: Body = async function* (from) {
  yield CONTENT.subarray(from, from + 3)
  throw new Error('ECONNRESET')
}
const endsEarly: Body = async function* (from) {
  yield CONTENT.subarray(from, from + 3)
}
const hangs: Body = async function* (from) {
  yield CONTENT.subarray(from, from + 3)
  await new Promise(() => undefined)
}
const sendsNothing: Body = async function* () {}

test('an object is read whole', async () => {
  const { read, asked } = setup(whole)
  expect(await read()).toBe('0123456789')
  expect(asked).toEqual([{ from: 0, etag: undefined }])
})

test.each([
  ['breaks off', breaksOff],
  ['ends early without a word', endsEarly],
  ['hangs', hangs],
])('a body that %s is taken up where it ended, of the very same object', async (_word, body) => {
  const { read, asked } = setup(body, body, whole)
  expect(await read()).toBe('0123456789')
  expect(asked).toEqual([
    { from: 0, etag: undefined },
    { from: 3, etag: '"e"' },
    { from: 6, etag: '"e"' },
  ])
})

test('a body that breaks off again and again, and brings something each time, is read whole', async () => {
  const { read, asked } = setup(async function* (from) {
    yield CONTENT.subarray(from, from + 1)
    throw new Error('ECONNRESET')
  })
  expect(await read()).toBe('0123456789')
  expect(asked).toHaveLength(10)
})

test('a body that brings more than S3 told is not taken for the object', async () => {
  const { read } = setup(async function* () {
    yield Buffer.concat([CONTENT, CONTENT])
  })
  await expect(read()).rejects.toMatchObject({ code: 'dependency.unavailable' })
})

test('a body that hangs is let go', async () => {
  const { read, signals } = setup(hangs, whole)
  expect(await read()).toBe('0123456789')
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})

test('a body that brings no byte five times in a row is given up for now', async () => {
  const { read, asked } = setup(sendsNothing)
  await expect(read()).rejects.toMatchObject({ code: 'dependency.unavailable' })
  expect(asked).toHaveLength(5)
})

test('F15 an object that was replaced while it was read is gone, never mixed', async () => {
  const { read } = setup(breaksOff, 'gone')
  await expect(read()).rejects.toBeInstanceOf(ObjectGoneError)
})

test('a signal ends a body that hangs', async () => {
  const stop = new AbortController()
  const { read } = setup(async function* () {
    stop.abort(new Error('stopped'))
    yield* hangs(0)
  })
  await expect(read(stop.signal)).rejects.toThrow('stopped')
})
