import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { ObjectGoneError } from './fetch-range.ts'
import { type ObjectVersion, objectName } from './object-version.ts'

export { ObjectGoneError }

export interface Objects {
  /**
   * The bytes of one object version from `from` on. With an etag, only of that very object.
   * Throws `object.access-denied` or `dependency.unavailable`; the bytes may break off or hang.
   */
  open(
    object: ObjectVersion,
    options: { readonly from: number; readonly etag?: string | undefined; readonly signal: AbortSignal },
  ): Promise<OpenedObject | { readonly kind: 'gone' }>
}

interface OpenedObject {
  readonly kind: 'opened'
  readonly bytes: AsyncIterable<Uint8Array>
  /** From `from` to the end. */
  readonly bytesLeft: number
  readonly etag: string | undefined
}

/** A body of S3 can hang for ever after its connection broke: aws/aws-sdk-js-v3#8098. */
const IDLE_TIMEOUT_MS = 20_000
const BARREN_TRIES_MAX = 5
const PAUSE_MS = 500

/**
 * All bytes of an object version, in order, once. A body that breaks off or hangs is taken up where it ended.
 * Throws ObjectGoneError; `dependency.unavailable` after tries in a row without a byte; the signal's reason.
 */
export async function* readObject(options: {
  readonly objects: Objects
  readonly object: ObjectVersion
  readonly clock: Clock
  readonly signal: AbortSignal
}): AsyncGenerator<Uint8Array> {
  const { objects, object, clock, signal } = options
  let read = 0
  let etag: string | undefined
  for (let barren = 0; barren < BARREN_TRIES_MAX; barren++) {
    const body = new AbortController()
    const both = AbortSignal.any([signal, body.signal])
    const opened = await objects.open(object, { from: read, etag, signal: both })
    if (opened.kind === 'gone') throw new ObjectGoneError(object)
    etag = opened.etag
    const size = read + opened.bytesLeft
    const chunks = opened.bytes[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await nextChunk(chunks, clock, signal)
        if (next === 'hangs' || next.done) break
        read += next.value.length
        barren = -1
        yield next.value
      }
    } catch (error) {
      signal.throwIfAborted()
      if (barren + 1 === BARREN_TRIES_MAX) throw brokenOff(object, read, error)
    } finally {
      body.abort()
    }
    if (read === size) return
    if (read > size) throw brokenOff(object, read, new Error(`S3 sent more than the ${size} bytes it told`))
    await clock.sleep(PAUSE_MS, signal)
  }
  throw brokenOff(object, read, undefined)
}

async function nextChunk(
  chunks: AsyncIterator<Uint8Array>,
  clock: Clock,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array> | 'hangs'> {
  const came = new AbortController()
  const idle = clock.sleep(IDLE_TIMEOUT_MS, AbortSignal.any([signal, came.signal]))
  try {
    return await Promise.race([chunks.next(), idle.then(() => 'hangs' as const)])
  } finally {
    came.abort()
  }
}

function brokenOff(object: ObjectVersion, read: number, cause: unknown): StevedoreError {
  return new StevedoreError(
    'dependency.unavailable',
    `${objectName(object)} broke off after ${read} bytes, ${BARREN_TRIES_MAX} times in a row: S3 sends no more of it`,
    { cause },
  )
}
