import type { IncomingHttpHeaders } from 'node:http'
import type { S3Deps } from './action.ts'
import type { ReceivedBlob } from './body/receive-blob.ts'
import type { ChecksumAlgorithm } from './checksum/checksum.ts'
import { checkWriteConditions } from './conditions.ts'
import type { CreatedReason } from './notify.ts'
import type { Described } from './object-headers.ts'
import type { Bucket } from './store/buckets.ts'
import type { ObjectVersion } from './store/object-version.ts'

/** Makes received bytes the latest version of a key, and tells it; discards them when a condition does not hold. */
export async function storeObject(
  { store, notify, clock }: Pick<S3Deps, 'store' | 'notify' | 'clock'>,
  object: {
    readonly bucket: string
    readonly key: string
    readonly blob: ReceivedBlob
    readonly algorithm: ChecksumAlgorithm
    readonly described: Described
    readonly conditions: IncomingHttpHeaders
    readonly reason: CreatedReason
    readonly requestId: string
  },
): Promise<{ bucket: Bucket; version: ObjectVersion }> {
  const { key, blob, algorithm, described } = object
  try {
    const stored = store.transaction(() => {
      // Read again: the bucket may have gone, or begun to keep versions, while the bytes came.
      const bucket = store.buckets.get(object.bucket)
      checkWriteConditions(object.conditions, store.versions.latest(bucket.name, key))
      blob.staged.keep()
      const version = store.versions.add(bucket, key, {
        ...described,
        size: blob.size,
        etag: blob.md5,
        modifiedAt: clock.now(),
        checksum: { algorithm, value: blob.checksums.get(algorithm) ?? '', type: 'FULL_OBJECT' },
        parts: [{ blob: blob.staged.id, size: blob.size }],
        multipart: false,
      })
      return { bucket, version }
    })
    await notify.created(stored.bucket, stored.version, object.reason, object.requestId)
    return stored
  } catch (error) {
    await blob.staged.discard()
    throw error
  }
}
