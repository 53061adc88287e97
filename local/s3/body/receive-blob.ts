import { createHash } from 'node:crypto'
import { ApiError } from '../../protocol/api-error.ts'
import { type ChecksumAlgorithm, createDigest, type Digest } from '../checksum/checksum.ts'
import type { Blobs, StagedBlob } from '../store/blobs.ts'

// Amazon S3 User Guide, "Uploading objects": the most that one PUT, part or copy may carry, 5 GiB.
const BLOB_BYTES_MAX = 5 * 1024 ** 3

export interface ReceivedBlob {
  readonly staged: StagedBlob
  /** Bytes. */
  readonly size: number
  /** Hex. */
  readonly md5: string
  /** Base64, by algorithm. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>
}

/** Streams the chunks into a new blob, hashing on the way; memory stays flat. A blob that fails leaves nothing behind. */
export async function receiveBlob(
  blobs: Blobs,
  chunks: AsyncIterable<Uint8Array>,
  algorithms: ReadonlySet<ChecksumAlgorithm>,
): Promise<ReceivedBlob> {
  const staged = blobs.stage()
  const md5 = createHash('md5')
  const digests = new Map(
    [...algorithms].map((name): [ChecksumAlgorithm, Digest] => [name, createDigest(name)]),
  )
  let size = 0
  try {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > BLOB_BYTES_MAX) {
        throw new ApiError('EntityTooLarge', `The body is over the ${BLOB_BYTES_MAX} bytes of one request.`)
      }
      md5.update(chunk)
      for (const digest of digests.values()) digest.update(chunk)
      await staged.write(chunk)
    }
    await staged.finish()
  } catch (error) {
    await staged.discard()
    throw error
  }
  const checksums = new Map([...digests].map(([name, digest]) => [name, digest.digest().toString('base64')]))
  return { staged, size, md5: md5.digest('hex'), checksums }
}
