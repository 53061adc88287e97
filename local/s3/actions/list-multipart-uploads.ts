import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { listPage } from '../listing/list-page.ts'
import { nameEncoder, parseLimit } from '../listing/list-query.ts'
import { owner } from '../listing/version-elements.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const listMultipartUploads: S3Action = {
  name: 'ListMultipartUploads',
  method: 'GET',
  level: 'bucket',
  subresource: 'uploads',
  run,
}

function run({ bucket, query }: S3Call, { store, accountId }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  const encode = nameEncoder(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const idMarker = query.get('upload-id-marker') ?? ''
  const limit = parseLimit(query, 'max-uploads')
  const after = keyMarker ? { after: { from: keyMarker, inclusive: idMarker !== '' } } : {}
  const page = listPage({ prefix, delimiter, limit, ...after }, (range, count) =>
    store.uploads
      .list(range, bucket)
      .filter((upload) => upload.key !== keyMarker || upload.id > idMarker)
      .slice(0, count),
  )
  const next = page.isTruncated ? page.last : undefined
  return {
    xml: {
      ListMultipartUploadsResult: {
        $xmlns: S3_NAMESPACE,
        Bucket: bucket,
        KeyMarker: encode(keyMarker),
        UploadIdMarker: idMarker,
        NextKeyMarker: next === undefined ? undefined : encode(typeof next === 'string' ? next : next.key),
        NextUploadIdMarker: typeof next === 'object' ? next.id : undefined,
        Prefix: encode(prefix),
        Delimiter: delimiter ? encode(delimiter) : undefined,
        EncodingType: query.get('encoding-type') ?? undefined,
        MaxUploads: limit,
        IsTruncated: page.isTruncated,
        '*Upload': page.entries.map((upload) => ({
          Key: encode(upload.key),
          UploadId: upload.id,
          Initiator: owner(accountId),
          Owner: owner(accountId),
          StorageClass: upload.storageClass,
          Initiated: new Date(upload.createdAt),
          ChecksumAlgorithm: upload.checksumNamed ? upload.checksumAlgorithm : undefined,
          ChecksumType: upload.checksumNamed ? upload.checksumType : undefined,
        })),
        '*CommonPrefixes': page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
      },
    },
  }
}
