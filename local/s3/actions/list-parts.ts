import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { parseLimit } from '../listing/list-query.ts'
import { owner } from '../listing/version-elements.ts'
import { S3_NAMESPACE } from '../send-answer.ts'
import { findUpload } from '../store-part.ts'

export const listParts: S3Action = {
  name: 'ListParts',
  method: 'GET',
  level: 'object',
  subresource: 'uploadId',
  run,
}

function run(call: S3Call, deps: S3Deps): S3Answer {
  const upload = findUpload(call, deps)
  const limit = parseLimit(call.query, 'max-parts')
  const marker = Number(call.query.get('part-number-marker') ?? 0)
  const rest = deps.store.uploads.parts(upload.id).filter((part) => part.number > marker)
  const parts = rest.slice(0, limit)
  const isTruncated = rest.length > parts.length
  return {
    xml: {
      ListPartsResult: {
        $xmlns: S3_NAMESPACE,
        Bucket: call.bucket,
        Key: call.key,
        UploadId: upload.id,
        PartNumberMarker: marker,
        NextPartNumberMarker: isTruncated ? parts.at(-1)?.number : undefined,
        MaxParts: limit,
        IsTruncated: isTruncated,
        Owner: owner(deps.accountId),
        Initiator: owner(deps.accountId),
        StorageClass: upload.storageClass,
        ChecksumAlgorithm: upload.checksumNamed ? upload.checksumAlgorithm : undefined,
        ChecksumType: upload.checksumNamed ? upload.checksumType : undefined,
        '*Part': parts.map((part) => ({
          PartNumber: part.number,
          LastModified: new Date(part.modifiedAt),
          ETag: `"${part.md5}"`,
          Size: part.size,
          [`Checksum${upload.checksumAlgorithm}`]: part.checksum,
        })),
      },
    },
  }
}
