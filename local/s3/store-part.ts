import { ApiError } from '../protocol/api-error.ts'
import type { S3Call, S3Deps } from './action.ts'
import type { ReceivedBlob } from './body/receive-blob.ts'
import { sentChecksum } from './checksum/checksum-headers.ts'
import type { Upload, UploadedPart } from './store/uploads.ts'

// Amazon S3 User Guide, "Amazon S3 multipart upload limits".
const PART_NUMBER_MAX = 10_000

export function findUpload({ bucket, key, query }: S3Call, { store }: S3Deps): Upload {
  store.buckets.get(bucket)
  return store.uploads.get(query.get('uploadId') ?? '', bucket, key)
}

export function parsePartNumber({ query }: S3Call): number {
  const text = query.get('partNumber') ?? ''
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= PART_NUMBER_MAX) return number
  throw new ApiError(
    'InvalidArgument',
    `Part number must be an integer between 1 and ${PART_NUMBER_MAX}, inclusive, not ${text || 'nothing'}.`,
  )
}

/** An upload that names its algorithm takes no parts of another. */
export function checkPartAlgorithm(call: S3Call, upload: Upload): void {
  const sent = sentChecksum(call.headers)?.algorithm
  if (!upload.checksumNamed || sent === undefined || sent === upload.checksumAlgorithm) return
  throw new ApiError(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${sent.toLowerCase()}`,
  )
}

export async function storePart(
  call: S3Call,
  deps: S3Deps,
  number: number,
  blob: ReceivedBlob,
): Promise<UploadedPart> {
  try {
    // Found again: the upload may have been completed or aborted while the bytes came.
    const upload = findUpload(call, deps)
    const sent = sentChecksum(call.headers)?.algorithm
    const part: UploadedPart = {
      number,
      blob: blob.staged.id,
      size: blob.size,
      md5: blob.md5,
      checksum: blob.checksums.get(upload.checksumAlgorithm) ?? '',
      ...(sent ? { sent: { algorithm: sent, value: blob.checksums.get(sent) ?? '' } } : {}),
      modifiedAt: deps.clock.now(),
    }
    blob.staged.keep()
    deps.store.uploads.putPart(upload.id, part)
    return part
  } catch (error) {
    await blob.staged.discard()
    throw error
  }
}
