import { createGunzip } from 'node:zlib'
import { damaged, type PackedWatch, UNPACK_CHUNK_BYTES, unpackWith } from './unpack-with.ts'

/** Unpacks gzip, all members of it. Zeros may follow, as tapes leave them. */
export function gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const engine = createGunzip({ chunkSize: UNPACK_CHUNK_BYTES })
  return unpackWith(engine, 'gzip', packed, createPaddingWatch())
}

/** Node leaves out what follows behind zeros without a word. */
function createPaddingWatch(): PackedWatch {
  let byteCount = 0
  let lastNonZero = 0
  return {
    see(chunk) {
      const last = chunk.findLastIndex((byte) => byte !== 0)
      if (last >= 0) lastNonZero = byteCount + last + 1
      byteCount += chunk.length
      return [chunk]
    },
    end(takenBytes) {
      if (lastNonZero > takenBytes) throw damaged('gzip', 'something else follows its end')
    },
  }
}
