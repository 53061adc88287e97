import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { listPage } from '../listing/list-page.ts'
import { nameEncoder, parseLimit } from '../listing/list-query.ts'
import { owner, versionElements } from '../listing/version-elements.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const listObjects: S3Action = { name: 'ListObjects', method: 'GET', level: 'bucket', run }

function run({ bucket, query }: S3Call, { store, accountId }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  const encode = nameEncoder(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const marker = query.get('marker') ?? ''
  const limit = parseLimit(query, 'max-keys')
  const page = listPage(
    { prefix, delimiter, limit, ...(marker ? { after: { from: marker, inclusive: false } } : {}) },
    (range, count) => store.versions.listVisible(range, bucket, count),
  )
  const last = typeof page.last === 'string' ? page.last : page.last?.key
  return {
    xml: {
      ListBucketResult: {
        $xmlns: S3_NAMESPACE,
        Name: bucket,
        Prefix: encode(prefix),
        Marker: encode(marker),
        // Without a delimiter the client goes on behind the last key it got.
        NextMarker: page.isTruncated && delimiter && last !== undefined ? encode(last) : undefined,
        MaxKeys: limit,
        Delimiter: delimiter ? encode(delimiter) : undefined,
        EncodingType: query.get('encoding-type') ?? undefined,
        IsTruncated: page.isTruncated,
        '*Contents': page.entries.map((version) => ({
          ...versionElements(version, encode),
          Owner: owner(accountId),
        })),
        '*CommonPrefixes': page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
      },
    },
  }
}
