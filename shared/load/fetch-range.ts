import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { OVER } from '../platform/over.ts'
import { type ObjectVersion, objectName } from './object-version.ts'

export interface ObjectRanges {
  /**
   * At most `bytesMax` bytes of an object version from `from` on, none where it ends there. With an etag, only of that
   * very object. Throws `object.access-denied` or `dependency.unavailable`; the bytes may break off or hang, until the
   * signal aborts.
   */
  read(
    object: ObjectVersion,
    options: {
      readonly from: number
      readonly bytesMax: number
      readonly etag?: string | undefined
      readonly signal: AbortSignal
    },
  ): Promise<RangeAnswer | { readonly kind: 'gone' }>
}

export interface RangeAnswer {
  readonly kind: 'range'
  /**
   * Hands over each chunk of the bytes, which is the taker's until it returns; to be called once. Resolves at their end,
   * rejects where they break off.
   */
  readonly deliver: (take: (chunk: Uint8Array) => void) => Promise<void>
  /** Of the whole object. */
  readonly sizeBytes: number
  /** Without quotes. */
  readonly etag: string
  /** ISO 8601. */
  readonly uploadedAt: string
}

/** The object version is not there any more. */
export class ObjectGoneError extends Error {
  constructor(object: ObjectVersion) {
    super(`${objectName(object)}, version ${object.versionId}, is not there: it was deleted or replaced`)
    this.name = 'ObjectGoneError'
  }
}

/** `body` lets the bytes go. */
export interface OpenedRange {
  readonly answer: RangeAnswer
  readonly body: AbortController
}

export interface RangeFetch {
  readonly ranges: ObjectRanges
  readonly object: ObjectVersion
  readonly from: number
  /** Behind the last byte. */
  readonly to: number
  readonly etag: string
  readonly sizeBytes: number
  /** Where the first request was already answered. */
  readonly opened: OpenedRange | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * A body of S3 can hang for ever after its connection broke (aws/aws-sdk-js-v3#8098). One that brings nothing between
 * two looks is let go. Looking now and then costs less than a timer for each chunk.
 */
const LOOK_EVERY_MS = 10_000
const BARREN_TRIES_MAX = 5
const PAUSE_MS = 500

/** Brings the bytes of a range, each of them once and in order, whatever becomes of the connections. */
export async function fetchRange(range: RangeFetch, add: (bytes: Uint8Array) => void): Promise<void> {
  const { object, to, clock, signal } = range
  let at = range.from
  let opened = range.opened
  let cause: unknown
  for (let barren = 0; barren < BARREN_TRIES_MAX; barren++) {
    const before = at
    cause = await readBody()
    opened = undefined
    // All bytes came, whatever else: the SDK holds a small multipart upload to a checksum that is not of its bytes.
    if (at === to) return
    if (at > before) barren = -1
    await clock.sleep(PAUSE_MS, signal)
  }
  throw brokenOff(object, at, cause)

  /** Until the body ends, breaks off or hangs. Answers the error of one that broke off. */
  async function readBody(): Promise<unknown> {
    const { answer, body } = opened ?? (await openAgain())
    const bodySignal = AbortSignal.any([signal, body.signal])
    const hung = hangs(() => at, clock, bodySignal)
    hung.catch(() => undefined)
    let isTooMuch = false
    try {
      // To its end, though all bytes are there before: only then can its connection be used again.
      await Promise.race([answer.deliver(take), hung])
      if (!isTooMuch) return undefined
    } catch (error) {
      signal.throwIfAborted()
      if (!isTooMuch) return error
    } finally {
      body.abort(OVER)
    }
    throw tooMuch(range)

    function take(chunk: Uint8Array): void {
      if (bodySignal.aborted) return
      isTooMuch = at + chunk.length > to
      if (isTooMuch) body.abort(OVER)
      else {
        add(chunk)
        at += chunk.length
      }
    }
  }

  async function openAgain(): Promise<OpenedRange> {
    const { ranges, etag, sizeBytes } = range
    const found = await openRange(ranges, object, { from: at, bytesMax: to - at, etag, signal })
    const { answer } = found
    if (answer.etag === etag && answer.sizeBytes === sizeBytes) return found
    found.body.abort(OVER)
    throw new ObjectGoneError(object)
  }
}

/** One request. Throws ObjectGoneError, and what `read` throws. */
export async function openRange(
  ranges: ObjectRanges,
  object: ObjectVersion,
  options: Parameters<ObjectRanges['read']>[1],
): Promise<OpenedRange> {
  const body = new AbortController()
  const signal = AbortSignal.any([options.signal, body.signal])
  const answer = await ranges.read(object, { ...options, signal }).catch((error: unknown) => {
    options.signal.throwIfAborted()
    throw error
  })
  if (answer.kind === 'gone') throw new ObjectGoneError(object)
  return { answer, body }
}

async function hangs(progress: () => number, clock: Clock, signal: AbortSignal): Promise<'hangs'> {
  for (let seen = -1; seen !== progress(); ) {
    seen = progress()
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
  return 'hangs'
}

function brokenOff(object: ObjectVersion, at: number, cause: unknown): StevedoreError {
  return new StevedoreError(
    'dependency.unavailable',
    `${objectName(object)} broke off at byte ${at}, ${BARREN_TRIES_MAX} times in a row: S3 sends no more of it`,
    { cause },
  )
}

function tooMuch({ object, from, to }: RangeFetch): StevedoreError {
  return new StevedoreError(
    'dependency.unavailable',
    `S3 sent more than the ${to - from} bytes from ${from} that were asked of ${objectName(object)}: they are not taken for the object's`,
  )
}
