import { constants, createZstdDecompress } from 'node:zlib'
import { damaged, type PackedWatch, UNPACK_CHUNK_BYTES, unpackWith } from './unpack-with.ts'
import { createZstdFrames } from './zstd-frames.ts'

/** What `zstd -d` unpacks unasked: 128 MiB. It is memory that the file asks for. */
const WINDOW_LOG_MAX = 27

/** Unpacks zstd, all frames of it. */
export function unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const engine = createZstdDecompress({
    chunkSize: UNPACK_CHUNK_BYTES,
    params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
  })
  return unpackWith(engine, 'zstd', packed, createFrameWatch())
}

/**
 * Node has taken a frame that is cut off for a whole one (nodejs/node#64592), and drops without a word what follows a
 * frame in the same chunk. So the frames are followed here too, and each begins a chunk of its own.
 */
function createFrameWatch(): PackedWatch {
  const frames = createZstdFrames()
  let byteCount = 0
  return {
    see(chunk) {
      byteCount += chunk.length
      return frames.split(chunk)
    },
    end(takenBytes) {
      if (!frames.isWhole()) throw damaged('zstd', 'unexpected end of file')
      if (byteCount > takenBytes) throw damaged('zstd', 'something else follows its end')
    },
  }
}
