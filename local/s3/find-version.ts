import { ApiError } from '../protocol/api-error.ts'
import { S3Error } from './s3-error.ts'
import type { Bucket } from './store/buckets.ts'
import type { ObjectVersion } from './store/object-version.ts'
import type { Store } from './store/store.ts'

/** The version to read: the latest, or the one named. Throws NoSuchKey, NoSuchVersion, or 405 for a delete marker. */
export function findVersion(
  store: Store,
  bucket: Bucket,
  key: string,
  versionId: string | null,
): ObjectVersion {
  const version = versionId
    ? store.versions.byId(bucket.name, key, versionId)
    : store.versions.latest(bucket.name, key)
  if (!version && versionId) {
    throw new ApiError('NoSuchVersion', `The version ${versionId} of ${key} does not exist.`, 404)
  }
  if (!version) throw noSuchKey(key)
  if (!version.isDeleteMarker) return version
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId }
  if (!versionId) throw noSuchKey(key, headers)
  throw new S3Error('MethodNotAllowed', `The version ${versionId} of ${key} is a delete marker.`, 405, {
    ...headers,
    allow: 'DELETE',
    'last-modified': new Date(version.modifiedAt).toUTCString(),
  })
}

/** Only a bucket that keeps or kept versions tells their ids. */
export function versionHeader(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return bucket.versioning ? { 'x-amz-version-id': version.versionId } : {}
}

function noSuchKey(key: string, headers: Record<string, string> = {}): S3Error {
  return new S3Error('NoSuchKey', `The specified key does not exist: ${key}.`, 404, headers)
}
