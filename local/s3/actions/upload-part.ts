import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { receiveBody } from '../body/receive-body.ts'
import { checksumHeaderName, sentChecksum } from '../checksum/checksum-headers.ts'
import { checkPartAlgorithm, findUpload, parsePartNumber, storePart } from '../store-part.ts'

export const uploadPart: S3Action = {
  name: 'UploadPart',
  method: 'PUT',
  level: 'object',
  subresource: 'uploadId',
  run,
}

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  const upload = findUpload(call, deps)
  const number = parsePartNumber(call)
  checkPartAlgorithm(call, upload)
  const blob = await receiveBody(call, deps.store.blobs, upload.checksumAlgorithm)
  const part = await storePart(call, deps, number, blob)
  const algorithm = sentChecksum(call.headers)?.algorithm ?? upload.checksumAlgorithm
  return {
    headers: { etag: `"${part.md5}"`, [checksumHeaderName(algorithm)]: blob.checksums.get(algorithm) },
  }
}
