import type { Transform } from 'node:stream'
import { StevedoreError } from '../platform/error.ts'
import { createEngineOutlet } from './engine-outlet.ts'
import { inBlocks } from './in-blocks.ts'
import { UNPACKED_BYTES_MAX, UNPACKED_FREE_BYTES, UNPACKED_RATIO_MAX } from './limits.ts'
import type { Packing } from './start-of-file.ts'

/** zlib's own 16 KiB cost more than half of the speed. */
export const UNPACK_CHUNK_BYTES = 1024 * 1024

/** Blocks of one size, so that what is unpacked before a fault is the same at each attempt. */
const PACKED_BLOCK_BYTES = 64 * 1024

/** Sees the packed bytes go by; throws where they cannot be what they should. */
export interface PackedWatch {
  /** The same bytes, in the chunks that the engine is to get. */
  see(chunk: Uint8Array): Iterable<Uint8Array>
  /** All bytes were seen, and the engine has taken so many of them. */
  end(takenBytes: number): void
}

/** Unpacks as it comes. Throws `file.format` for damage, `file.too-large` for what unpacks beyond any honest file. */
export async function* unpackWith(
  engine: Transform & { readonly bytesWritten: number },
  packing: Packing,
  packed: AsyncIterable<Uint8Array>,
  watch: PackedWatch,
): AsyncGenerator<Buffer> {
  const outlet = createEngineOutlet(engine)
  let packedBytes = 0
  let unpackedBytes = 0
  // Given out while the engine works on the next block.
  let ready: Buffer | undefined
  try {
    for await (const block of inBlocks(packed, PACKED_BLOCK_BYTES)) {
      packedBytes += block.length
      for (const chunk of watch.see(block)) {
        if (outlet.isOver) continue
        outlet.feed(chunk)
        yield* outputs()
      }
    }
    outlet.end()
    yield* outputs()
  } catch (error) {
    if (ready) yield ready
    throw isEngineError(error) ? damaged(packing, error.message, error) : error
  } finally {
    engine.destroy()
  }
  if (ready) yield ready
  watch.end(engine.bytesWritten)

  async function* outputs(): AsyncGenerator<Buffer> {
    if (ready) yield ready
    ready = undefined
    for (let output = await outlet.next(); output; output = await outlet.next()) {
      if (ready) yield ready
      ready = undefined
      unpackedBytes += output.length
      checkSize(packing, unpackedBytes, packedBytes)
      ready = output
    }
  }
}

export function damaged(packing: Packing, reason: string, cause?: Error): StevedoreError {
  return new StevedoreError(
    'file.format',
    `The ${packing} is damaged: ${reason}. Pack the file again and upload it`,
    cause ? { cause } : {},
  )
}

function checkSize(packing: Packing, unpackedBytes: number, packedBytes: number): void {
  if (unpackedBytes > UNPACKED_BYTES_MAX)
    throw tooLarge(packing, packedBytes, unpackedBytes, `${UNPACKED_BYTES_MAX} bytes in all`)
  if (unpackedBytes > UNPACKED_FREE_BYTES && unpackedBytes > packedBytes * UNPACKED_RATIO_MAX)
    throw tooLarge(packing, packedBytes, unpackedBytes, `${UNPACKED_RATIO_MAX} for one`)
}

function tooLarge(packing: Packing, packedBytes: number, unpackedBytes: number, bound: string) {
  return new StevedoreError(
    'file.too-large',
    `The ${packing} unpacks to more than a file may hold: ${packedBytes} bytes have given ${unpackedBytes}, the most is ${bound}. Upload it unpacked`,
  )
}

/** Codes of zlib begin with Z_, those of zstd with ZSTD_. */
function isEngineError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^Z(STD)?_/.test(String(error.code))
}
