import type { ObjectVersion } from '../store/object-version.ts'

/** What every listing says of a version. */
export function versionElements(version: ObjectVersion, encode: (name: string) => string) {
  return {
    Key: encode(version.key),
    LastModified: new Date(version.modifiedAt),
    ETag: `"${version.etag}"`,
    Size: version.size,
    StorageClass: version.storageClass,
    ...(version.checksum
      ? { '*ChecksumAlgorithm': [version.checksum.algorithm], ChecksumType: version.checksum.type }
      : {}),
  }
}

export function owner(accountId: string) {
  return { ID: accountId, DisplayName: accountId }
}
