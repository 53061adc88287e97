import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { listPage } from '../listing/list-page.ts'
import { nameEncoder, parseLimit } from '../listing/list-query.ts'
import { owner, versionElements } from '../listing/version-elements.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const listObjectsV2: S3Action = {
  name: 'ListObjectsV2',
  method: 'GET',
  level: 'bucket',
  subresource: 'list-type',
  run,
}

function run({ bucket, query }: S3Call, { store, accountId }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  if (query.get('list-type') !== '2') {
    throw new ApiError('InvalidArgument', `There is no list-type ${query.get('list-type')}: it must be 2.`)
  }
  const encode = nameEncoder(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const limit = parseLimit(query, 'max-keys')
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after') ?? ''
  const from = token === null ? startAfter : decodeToken(token)
  const page = listPage(
    { prefix, delimiter, limit, ...(from ? { after: { from, inclusive: false } } : {}) },
    (range, count) => store.versions.listVisible(range, bucket, count),
  )
  const last = typeof page.last === 'string' ? page.last : page.last?.key
  return {
    xml: {
      ListBucketResult: {
        $xmlns: S3_NAMESPACE,
        Name: bucket,
        Prefix: encode(prefix),
        StartAfter: startAfter ? encode(startAfter) : undefined,
        ContinuationToken: token ?? undefined,
        NextContinuationToken: page.isTruncated && last !== undefined ? encodeToken(last) : undefined,
        KeyCount: page.entries.length + page.commonPrefixes.length,
        MaxKeys: limit,
        Delimiter: delimiter ? encode(delimiter) : undefined,
        EncodingType: query.get('encoding-type') ?? undefined,
        IsTruncated: page.isTruncated,
        '*Contents': page.entries.map((version) => ({
          ...versionElements(version, encode),
          ...(query.get('fetch-owner') === 'true' ? { Owner: owner(accountId) } : {}),
        })),
        '*CommonPrefixes': page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
      },
    },
  }
}

function encodeToken(last: string): string {
  return Buffer.from(last).toString('base64url')
}

function decodeToken(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length > 0 && bytes.toString('base64url') === token) return bytes.toString('utf8')
  throw new ApiError('InvalidArgument', `The continuation token provided is incorrect: ${token}.`)
}
