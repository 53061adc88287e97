import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const getBucketVersioning: S3Action = {
  name: 'GetBucketVersioning',
  method: 'GET',
  level: 'bucket',
  subresource: 'versioning',
  run,
}

function run({ bucket }: S3Call, { store }: S3Deps): S3Answer {
  const { versioning } = store.buckets.get(bucket)
  return { xml: { VersioningConfiguration: { $xmlns: S3_NAMESPACE, Status: versioning } } }
}
