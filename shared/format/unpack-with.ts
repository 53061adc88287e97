import type { Transform } from 'node:stream'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StevedoreError } from '../platform/error.ts'
import { UNPACKED_BYTES_MAX, UNPACKED_FREE_BYTES, UNPACKED_RATIO_MAX } from './limits.ts'
import type { Packing } from './start-of-file.ts'

/** zlib's own 16 KiB cost more than half of the speed. */
export const UNPACK_CHUNK_BYTES = 1024 * 1024

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
  let packedBytes = 0
  let unpackedBytes = 0
  async function* seen(): AsyncGenerator<Uint8Array> {
    for await (const chunk of packed) {
      packedBytes += chunk.length
      yield* watch.see(chunk)
    }
  }
  const feeding = pipeline(Readable.from(seen()), engine).then(
    () => undefined,
    (error: unknown) => error,
  )
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length
      checkSize(packing, unpackedBytes, packedBytes)
      yield chunk
    }
  } catch (error) {
    throw isEngineError(error) ? damaged(packing, error.message, error) : error
  } finally {
    engine.destroy()
    await feeding
  }
  watch.end(engine.bytesWritten)
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
