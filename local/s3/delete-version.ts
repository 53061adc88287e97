import type { S3Deps } from './action.ts'
import type { Bucket } from './store/buckets.ts'
import type { ObjectVersion } from './store/object-version.ts'

export interface Deleted {
  /** The version that was removed, or the delete marker that was made; absent in a bucket without versions. */
  readonly versionId?: string
  /** Whether that version is a delete marker. */
  readonly deleteMarker: boolean
}

/**
 * Deletes as S3 does: a named version goes for good; without one, a bucket that keeps versions gets a delete marker.
 * What is not there is deleted already. `check` sees the version before anything happens.
 */
export async function deleteVersion(
  { store, notify, clock }: S3Deps,
  target: { readonly bucket: Bucket; readonly key: string; readonly versionId?: string | undefined },
  requestId: string,
  check: (version: ObjectVersion | undefined) => void = () => undefined,
): Promise<Deleted> {
  const { bucket, key, versionId } = target
  const there = versionId
    ? store.versions.byId(bucket.name, key, versionId)
    : store.versions.latest(bucket.name, key)
  check(there)
  if (!versionId && bucket.versioning) {
    const marker = store.versions.addDeleteMarker(bucket, key, clock.now())
    await notify.deleted(bucket, marker, requestId)
    return { versionId: marker.versionId, deleteMarker: true }
  }
  if (there) {
    const sequence = store.versions.remove(there)
    await notify.deleted(bucket, { key, versionId: there.versionId, sequence }, requestId)
  }
  return { ...(versionId ? { versionId } : {}), deleteMarker: there?.isDeleteMarker ?? false }
}
