import {
  HeadObjectCommand,
  type ObjectVersion as Listed,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { VersionListing } from '../audit/walk-bucket.ts'
import type { ObjectVersion } from '../load/object-version.ts'
import { throwExplained } from './explain-error.ts'
import { listedKey } from './listed-key.ts'

/** What S3 calls the only version of an object that was there before its bucket had versions. */
const NO_VERSION = 'null'

/** Lists versions, a thousand to a request, with the keys encoded. */
export function createS3VersionListing(deps: {
  client: Pick<S3Client, 'send'>
  bucket: string
}): VersionListing & { exists(object: ObjectVersion): Promise<boolean> } {
  const { client, bucket } = deps

  return {
    page: async (prefix, after) => {
      const command = new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        ...(after ? { KeyMarker: after.key, VersionIdMarker: after.version } : {}),
      })
      const page = await client
        .send(command)
        .catch((error: unknown) => throwExplained(error, `ListObjectVersions of s3://${bucket}/${prefix}`))
      const versions = (page.Versions ?? []).flatMap((listed) => versionOf(listed, bucket))
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page
      if (!IsTruncated || NextKeyMarker === undefined) return { versions }
      return { versions, next: { key: listedKey(NextKeyMarker), version: NextVersionIdMarker ?? NO_VERSION } }
    },

    exists: async ({ key, versionId }) => {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId })
      try {
        await client.send(command)
        return true
      } catch (error) {
        const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
        const status = $metadata?.httpStatusCode
        // 405: it names a delete marker.
        if (status === 404 || status === 405) return false
        // Whether it can be read is for the load to find out, which tells a person. An expired token is a 400 as well.
        if (status === 403 || status === 400) return true
        return throwExplained(error, `HeadObject of s3://${bucket}/${key}`)
      }
    },
  }
}

function versionOf({ Key, VersionId, Size, ETag, LastModified }: Listed, bucket: string): ObjectVersion[] {
  if (Key === undefined) return []
  return [
    {
      ...{ bucket, key: listedKey(Key), versionId: VersionId ?? NO_VERSION },
      ...(Size === undefined ? {} : { sizeBytes: Size }),
      ...(ETag === undefined ? {} : { etag: ETag.replaceAll('"', '') }),
      ...(LastModified === undefined ? {} : { uploadedAt: LastModified.toISOString() }),
    },
  ]
}
