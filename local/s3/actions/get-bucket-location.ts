import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const getBucketLocation: S3Action = {
  name: 'GetBucketLocation',
  method: 'GET',
  level: 'bucket',
  subresource: 'location',
  run,
}

/** The oldest region is told as nothing. */
function run({ bucket }: S3Call, { store, region }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  return {
    xml: { LocationConstraint: { $xmlns: S3_NAMESPACE, $text: region === 'us-east-1' ? '' : region } },
  }
}
