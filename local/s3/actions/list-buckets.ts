import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { owner } from '../listing/version-elements.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const listBuckets: S3Action = { name: 'ListBuckets', method: 'GET', level: 'service', run }

function run({ query }: S3Call, { store, accountId, region }: S3Deps): S3Answer {
  const prefix = query.get('prefix') ?? ''
  const buckets = store.buckets.list().filter((bucket) => bucket.name.startsWith(prefix))
  return {
    xml: {
      ListAllMyBucketsResult: {
        $xmlns: S3_NAMESPACE,
        Owner: owner(accountId),
        Buckets: {
          '*Bucket': buckets.map(({ name, createdAt }) => ({
            Name: name,
            CreationDate: new Date(createdAt),
            BucketRegion: region,
          })),
        },
        Prefix: prefix || undefined,
      },
    },
  }
}
