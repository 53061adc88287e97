import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ByteRange, slicesOf } from './byte-range.ts'
import type { Blobs } from './store/blobs.ts'
import type { ObjectVersion } from './store/object-version.ts'

export interface ObjectReader {
  chunks(): AsyncGenerator<Buffer>
  /** Writes all chunks, at the pace of the reader at the other end, and leaves the stream open. */
  copyTo(out: Writable): Promise<void>
}

/**
 * Holds the bytes of a version from now on: they stay readable though the object be overwritten or deleted.
 * Use one of the two ways, once: its end lets go.
 */
export function readObject(blobs: Blobs, version: ObjectVersion, range?: ByteRange): ObjectReader {
  const slices = slicesOf(version.parts, range ?? { start: 0, end: version.size - 1 })
  const held = blobs.hold(slices.map((slice) => slice.blob))
  async function* everySlice() {
    for (const slice of slices) yield* blobs.open(slice) as AsyncIterable<Buffer>
  }
  return {
    async *chunks() {
      try {
        yield* everySlice()
      } finally {
        held.release()
      }
    },
    async copyTo(out) {
      try {
        // One pipeline for all: each leaves a listener on a stream that it does not end.
        await pipeline(everySlice, out, { end: false })
      } finally {
        held.release()
      }
    },
  }
}
