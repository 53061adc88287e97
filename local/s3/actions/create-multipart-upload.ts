import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { DEFAULT_ALGORITHM, namedAlgorithm } from '../checksum/checksum-headers.ts'
import { multipartChecksumType } from '../multipart-checksum.ts'
import { describeObject } from '../object-headers.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const createMultipartUpload: S3Action = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  level: 'object',
  subresource: 'uploads',
  run,
}

function run(call: S3Call, { store, clock }: S3Deps): S3Answer {
  store.buckets.get(call.bucket)
  const named = call.headers['x-amz-checksum-algorithm']
  const type = call.headers['x-amz-checksum-type']
  const checksumAlgorithm = named === undefined ? DEFAULT_ALGORITHM : namedAlgorithm(String(named))
  const checksumType = multipartChecksumType(checksumAlgorithm, type === undefined ? undefined : String(type))
  const upload = store.uploads.create({
    bucket: call.bucket,
    key: call.key,
    createdAt: clock.now(),
    ...describeObject(call),
    checksumAlgorithm,
    checksumType,
    checksumNamed: named !== undefined,
  })
  return {
    headers: {
      'x-amz-checksum-algorithm': upload.checksumNamed ? checksumAlgorithm : undefined,
      'x-amz-checksum-type': upload.checksumNamed ? checksumType : undefined,
    },
    xml: {
      InitiateMultipartUploadResult: {
        $xmlns: S3_NAMESPACE,
        Bucket: call.bucket,
        Key: call.key,
        UploadId: upload.id,
      },
    },
  }
}
