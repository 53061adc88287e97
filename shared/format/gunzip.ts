import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { StevedoreError } from '../platform/error.ts'
import { UNPACKED_BYTES_MAX, UNPACKED_FREE_BYTES, UNPACKED_RATIO_MAX } from './limits.ts'

/** zlib's own 16 KiB cost more than half of the speed. */
const CHUNK_BYTES = 256 * 1024

/**
 * Unpacks gzip as it comes, all members of it. Throws `file.format` when it is damaged or anything but zeros follows,
 * for Node leaves out what follows without a word; `file.too-large` when it unpacks beyond any honest file.
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const engine = createGunzip({ chunkSize: CHUNK_BYTES })
  const input = countBytes(packed)
  const feeding = pipeline(Readable.from(input.bytes), engine).then(
    () => undefined,
    (error: unknown) => error,
  )
  let unpackedBytes = 0
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length
      checkSize(unpackedBytes, input.byteCount())
      yield chunk
    }
  } catch (error) {
    throw isZlibError(error) ? damaged(error.message, error) : error
  } finally {
    engine.destroy()
    await feeding
  }
  if (input.lastNonZero() > engine.bytesWritten) throw damaged('something else follows its end')
}

/** What went by: how many bytes, and where the last one stood that is no padding. */
function countBytes(packed: AsyncIterable<Uint8Array>) {
  let byteCount = 0
  let lastNonZero = 0
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of packed) {
      const last = chunk.findLastIndex((byte) => byte !== 0)
      if (last >= 0) lastNonZero = byteCount + last + 1
      byteCount += chunk.length
      yield chunk
    }
  }
  return { bytes: bytes(), byteCount: () => byteCount, lastNonZero: () => lastNonZero }
}

function checkSize(unpackedBytes: number, packedBytes: number): void {
  const ratioExceeded =
    unpackedBytes > UNPACKED_FREE_BYTES && unpackedBytes > packedBytes * UNPACKED_RATIO_MAX
  if (!ratioExceeded && unpackedBytes <= UNPACKED_BYTES_MAX) return
  throw new StevedoreError(
    'file.too-large',
    `The gzip unpacks to more than a file may hold: ${packedBytes} bytes have given ${unpackedBytes}, the most is ${UNPACKED_RATIO_MAX} for one. Upload it unpacked`,
  )
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}

function damaged(reason: string, cause?: Error): StevedoreError {
  return new StevedoreError(
    'file.format',
    `The gzip is damaged: ${reason}. Pack the file again and upload it`,
    cause ? { cause } : {},
  )
}
