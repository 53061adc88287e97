import type { Clock } from '../platform/clock.ts'
import { OVER } from '../platform/over.ts'
import { fetchRange, type ObjectRanges, openRange } from './fetch-range.ts'
import type { ObjectVersion } from './object-version.ts'
import { createRangeBuffer, type RangeBuffer } from './range-buffer.ts'

/** One GET: long enough that its first byte's delay is hidden behind those before it, no longer for the memory's sake. */
export const RANGE_BYTES = 2 * 1024 * 1024
/** Ranges that are read while the one before them is worked; with it they are what an object takes of the memory. */
export const RANGES_AHEAD = 2
/** What is given out at once is soon worked, so that timers and answers get their turn. */
const PIECE_BYTES_MAX = 256 * 1024

export interface OpenedObject {
  /** Of the whole object, as S3 stores it. */
  readonly sizeBytes: number
  /** Without quotes. */
  readonly etag: string
  /** ISO 8601. */
  readonly uploadedAt: string
  /**
   * From `from` to the end, in order, once, to be read once. A piece holds until the second one after it is asked for.
   * Throws as openObject does.
   */
  readonly bytes: AsyncIterable<Uint8Array>
}

/**
 * Opens an object version at byte `from`, by one request where no more than a range is left, and reads it by ranges of
 * that very object. A body that breaks off or hangs is taken up where it ended. Throws ObjectGoneError; `object.access-denied`; `dependency.unavailable`, also after tries in a row without a byte; the
 * signal's reason.
 */
export async function openObject(options: {
  readonly ranges: ObjectRanges
  readonly object: ObjectVersion
  readonly from: number
  /** Of the object of which the bytes before `from` were read. */
  readonly etag?: string | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<OpenedObject> {
  const { ranges, object, from, clock } = options
  const over = new AbortController()
  const signal = AbortSignal.any([options.signal, over.signal])
  const first = await openRange(ranges, object, { from, bytesMax: RANGE_BYTES, etag: options.etag, signal })
  const { sizeBytes, etag, uploadedAt } = first.answer
  return { sizeBytes, etag, uploadedAt, bytes: inOrder() }

  async function* inOrder(): AsyncGenerator<Uint8Array> {
    const ahead: Range[] = []
    const free: Buffer[] = []
    // Of the range before; the last piece of it may still be in use.
    let spent: Buffer | undefined
    let next = from
    try {
      while (next < sizeBytes || ahead.length > 0) {
        while (next < sizeBytes && ahead.length <= RANGES_AHEAD) ahead.push(start())
        const { memory, buffer } = ahead[0] as Range
        for (let piece = await buffer.take(); piece; piece = await buffer.take()) {
          yield piece
          if (spent) free.push(spent)
          spent = undefined
        }
        spent = memory
        ahead.shift()
      }
    } finally {
      over.abort(OVER)
    }

    function start(): Range {
      const to = Math.min(next + RANGE_BYTES, sizeBytes)
      // Memory that is used again costs no collection of garbage. Not of Node's pool: it is held for long.
      const memory = free.pop() ?? Buffer.allocUnsafeSlow(to - next)
      const buffer = createRangeBuffer(memory, PIECE_BYTES_MAX)
      const range = { object, from: next, to, etag, sizeBytes, opened: next === from ? first : undefined }
      fetchRange({ ...range, ranges, clock, signal }, buffer.add).then(buffer.end, buffer.fail)
      next = to
      return { memory, buffer }
    }
  }
}

interface Range {
  readonly memory: Buffer
  readonly buffer: RangeBuffer
}
