import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'

export const headBucket: S3Action = { name: 'HeadBucket', method: 'HEAD', level: 'bucket', run }

function run({ bucket }: S3Call, { store, region }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  return { headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } }
}
