import { openText } from '../format/open-text.ts'
import { skipText } from '../format/skip-text.ts'
import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { ObjectRanges } from './fetch-range.ts'
import type { ObjectVersion } from './object-version.ts'
import { openObject } from './open-object.ts'

export interface LoadText {
  /** Of the object, as S3 stores it. */
  readonly sizeBytes: number
  readonly etag: string
  /** ISO 8601. */
  readonly uploadedAt: string
  readonly seekable: boolean
  /** Unpacked, UTF-8, from the checkpoint's position to the end. */
  readonly pieces: AsyncIterable<Buffer>
  /** Bytes of the object that are read or left out so far. */
  readonly bytesDone: () => number
}

/**
 * The text of an object version from where the checkpoint ends. Throws what openObject throws; the pieces also throw a
 * StevedoreError of class `data`, where the bytes are no text.
 */
export async function openLoadText(options: {
  readonly ranges: ObjectRanges
  readonly object: ObjectVersion
  readonly checkpoint: Checkpoint | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<LoadText> {
  const { checkpoint, ...rest } = options
  const offset = checkpoint?.position.byteOffset ?? 0
  const from = checkpoint?.seekable ? offset : 0
  const { bytes, ...opened } = await openObject({ ...rest, from, etag: checkpoint?.etag })
  let bytesDone = from
  const told = { ...opened, bytesDone: () => bytesDone }
  if (checkpoint?.seekable) return { ...told, seekable: true, pieces: asBuffers(counted()) }
  const { seekable, pieces } = await openText(counted()).catch(refused)
  return { ...told, seekable, pieces: offset > 0 ? skipText(pieces, offset) : pieces }

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      bytesDone += piece.length
      yield piece
    }
  }
}

async function* asBuffers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, length } of bytes) yield Buffer.from(buffer, byteOffset, length)
}

/** Bytes that are no text from the first on are refused where all others are: while they are read. */
function refused(error: unknown): Awaited<ReturnType<typeof openText>> {
  if (!(error instanceof StevedoreError) || ERRORS[error.code] !== 'data') throw error
  return {
    seekable: false,
    pieces: { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) },
  }
}
