import type { Emit } from '../event.ts'
import type { Site } from '../site.ts'
import type { Bucket } from './store/buckets.ts'
import { type ObjectVersion, sequencer } from './store/object-version.ts'

export type CreatedReason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload'

export interface Deletion {
  readonly key: string
  readonly versionId: string
  readonly sequence: number
  /** Only where a delete marker was made. */
  readonly etag?: string
}

export type Notify = ReturnType<typeof createNotify>

/** Puts S3's events on the bus, for buckets that have it on. Await it before the request is answered. */
export function createNotify(site: Pick<Site, 'accountId'>, emit: Emit) {
  async function send(bucket: Bucket, detailType: string, requestId: string, rest: object): Promise<void> {
    if (!bucket.eventBridge) return
    await emit({
      source: 'aws.s3',
      detailType,
      resources: [`arn:aws:s3:::${bucket.name}`],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        'request-id': requestId,
        requester: site.accountId,
        'source-ip-address': '127.0.0.1',
        ...rest,
      },
    })
  }

  return {
    created: (bucket: Bucket, version: ObjectVersion, reason: CreatedReason, requestId: string) =>
      send(bucket, 'Object Created', requestId, {
        object: {
          key: version.key,
          size: version.size,
          etag: version.etag,
          ...versionId(bucket, version),
          sequencer: sequencer(version.sequence),
        },
        reason,
      }),
    deleted: (bucket: Bucket, deletion: Deletion, requestId: string) =>
      send(bucket, 'Object Deleted', requestId, {
        object: {
          key: deletion.key,
          ...(deletion.etag === undefined ? {} : { etag: deletion.etag }),
          ...versionId(bucket, deletion),
          sequencer: sequencer(deletion.sequence),
        },
        reason: 'DeleteObject',
        'deletion-type': deletion.etag === undefined ? 'Permanently Deleted' : 'Delete Marker Created',
      }),
  }
}

/** An event of a bucket that never kept versions carries none. */
function versionId(bucket: Bucket, { versionId }: { versionId: string }): { 'version-id'?: string } {
  return bucket.versioning ? { 'version-id': versionId } : {}
}
