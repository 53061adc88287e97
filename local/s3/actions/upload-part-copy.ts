import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { receiveBlob } from '../body/receive-blob.ts'
import { type ByteRange, parseByteRange } from '../byte-range.ts'
import { findCopySource } from '../copy-source.ts'
import { readObject } from '../read-object.ts'
import { S3_NAMESPACE } from '../send-answer.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import { findUpload, parsePartNumber, storePart } from '../store-part.ts'

export const uploadPartCopy: S3Action = {
  name: 'UploadPartCopy',
  method: 'PUT',
  level: 'object',
  subresource: 'uploadId',
  copies: true,
  run,
}

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  const upload = findUpload(call, deps)
  const number = parsePartNumber(call)
  const source = findCopySource(call, deps)
  const range = copyRange(call, source.version)
  const chunks = readObject(deps.store.blobs, source.version, range).chunks()
  const blob = await receiveBlob(deps.store.blobs, chunks, new Set([upload.checksumAlgorithm]))
  const part = await storePart(call, deps, number, blob)
  return {
    headers: {
      'x-amz-copy-source-version-id': source.bucket.versioning ? source.version.versionId : undefined,
    },
    xml: {
      CopyPartResult: {
        $xmlns: S3_NAMESPACE,
        LastModified: new Date(part.modifiedAt),
        ETag: `"${part.md5}"`,
        [`Checksum${upload.checksumAlgorithm}`]: part.checksum,
      },
    },
  }
}

/** Unlike a GET, a copy takes no open ranges and none that ends behind the source. */
function copyRange(call: S3Call, source: ObjectVersion): ByteRange | undefined {
  const header = call.headers['x-amz-copy-source-range']
  if (header === undefined) return undefined
  const last = /^bytes=\d+-(\d+)$/.exec(String(header))?.[1]
  const range =
    last === undefined || Number(last) >= source.size
      ? undefined
      : parseByteRange(String(header), source.size)
  if (range) return range
  throw new ApiError(
    'InvalidArgument',
    `Range specified is not valid for source object of size ${source.size}: ${header}.`,
  )
}
