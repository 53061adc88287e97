import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { type ListRequest, listPage } from '../listing/list-page.ts'
import { nameEncoder, parseLimit } from '../listing/list-query.ts'
import { owner, versionElements } from '../listing/version-elements.ts'
import { S3_NAMESPACE } from '../send-answer.ts'
import type { Store } from '../store/store.ts'

export const listObjectVersions: S3Action = {
  name: 'ListObjectVersions',
  method: 'GET',
  level: 'bucket',
  subresource: 'versions',
  run,
}

function run({ bucket, query }: S3Call, { store, accountId }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  const encode = nameEncoder(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const versionIdMarker = query.get('version-id-marker') ?? ''
  const limit = parseLimit(query, 'max-keys')
  const after = afterMarkers(store, bucket, keyMarker, versionIdMarker)
  const page = listPage({ prefix, delimiter, limit, ...(after ? { after } : {}) }, (range, count) =>
    store.versions.listAll(range, bucket, count),
  )
  const next = page.isTruncated ? page.last : undefined
  const all = page.entries.map((version) => ({
    isDeleteMarker: version.isDeleteMarker,
    common: { VersionId: version.versionId, IsLatest: version.isLatest, Owner: owner(accountId) },
    elements: versionElements(version, encode),
  }))
  return {
    xml: {
      ListVersionsResult: {
        $xmlns: S3_NAMESPACE,
        Name: bucket,
        Prefix: encode(prefix),
        KeyMarker: encode(keyMarker),
        VersionIdMarker: versionIdMarker,
        NextKeyMarker: next === undefined ? undefined : encode(typeof next === 'string' ? next : next.key),
        NextVersionIdMarker: typeof next === 'object' ? next.versionId : undefined,
        MaxKeys: limit,
        Delimiter: delimiter ? encode(delimiter) : undefined,
        EncodingType: query.get('encoding-type') ?? undefined,
        IsTruncated: page.isTruncated,
        '*Version': all
          .filter((entry) => !entry.isDeleteMarker)
          .map(({ elements, common }) => ({ ...elements, ...common })),
        '*DeleteMarker': all
          .filter((entry) => entry.isDeleteMarker)
          .map(({ elements: { Key, LastModified }, common }) => ({ Key, LastModified, ...common })),
        '*CommonPrefixes': page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
      },
    },
  }
}

/** Behind a version, or behind all versions of a key. A version that has gone since stands for the start of its key. */
function afterMarkers(
  store: Store,
  bucket: string,
  keyMarker: string,
  versionIdMarker: string,
): ListRequest['after'] {
  if (!keyMarker && versionIdMarker) {
    throw new ApiError('InvalidArgument', 'A version-id marker cannot be specified without a key marker.')
  }
  if (!keyMarker) return undefined
  if (!versionIdMarker) return { from: keyMarker, inclusive: false }
  const version = store.versions.byId(bucket, keyMarker, versionIdMarker)
  return { from: keyMarker, inclusive: true, ...(version ? { olderThan: version.sequence } : {}) }
}
