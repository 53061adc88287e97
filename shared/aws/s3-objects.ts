import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { ObjectRanges } from '../load/fetch-range.ts'
import type { VersionOrder } from '../load/find-newer.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import { StevedoreError } from '../platform/error.ts'
import { faultKind, throwExplained } from './explain-error.ts'
import { listedKey } from './listed-key.ts'
import { endOf, rangeOf } from './range-answer.ts'

/** The version id of all objects in a bucket that never had versions. */
const NO_VERSION = 'null'
const VERSIONS_MAX = 10_000
/** What S3 hands on from KMS, with status 400, and does not pass: the key is disabled, about to be deleted, or gone. */
const KEY_UNUSABLE = new Set([
  'KMS.DisabledException',
  'KMS.KMSInvalidStateException',
  'KMS.NotFoundException',
])

export interface CurrentVersion {
  /** The newest version of a key. Undefined where there is none, or a delete marker lies over it. */
  currentVersion(object: Pick<ObjectVersion, 'bucket' | 'key'>): Promise<ObjectVersion | undefined>
}

export function createS3Objects({
  client,
}: {
  client: S3Client
}): ObjectRanges & VersionOrder & CurrentVersion {
  return {
    read: async (object, { from, bytesMax, etag, signal }) => {
      const version = {
        ...{ Bucket: object.bucket, Key: object.key, VersionId: object.versionId },
        ...(etag === undefined ? {} : { IfMatch: `"${etag}"` }),
      }
      const command = new GetObjectCommand({ ...version, Range: `bytes=${from}-${from + bytesMax - 1}` })
      const settings = { abortSignal: signal }
      try {
        return rangeOf(await client.send(command, settings), object, from, signal)
      } catch (error) {
        if (isGone(error)) return { kind: 'gone' }
        if (!isBehindTheEnd(error)) return throwRefused(error, object)
      }
      // No range lies in an empty object, nor behind the last byte.
      try {
        return endOf(await client.send(new HeadObjectCommand(version), settings), object, from)
      } catch (error) {
        if (isGone(error)) return { kind: 'gone' }
        return throwRefused(error, object)
      }
    },

    newestFirst: async ({ bucket, key }) => {
      const found: string[] = []
      let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {}
      while (marker && found.length < VERSIONS_MAX) {
        const page: Awaited<ReturnType<typeof list>> = await list(bucket, key, marker)
        for (const { Key, VersionId } of page.Versions ?? [])
          if (listedKey(Key ?? '') === key) found.push(VersionId ?? NO_VERSION)
        const goesOn = page.IsTruncated && listedKey(page.NextKeyMarker ?? '') === key
        marker = goesOn ? { KeyMarker: key, VersionIdMarker: page.NextVersionIdMarker } : undefined
      }
      return found
    },

    currentVersion: async (object) => {
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket: object.bucket, Key: object.key }))
        return {
          bucket: object.bucket,
          key: object.key,
          versionId: head.VersionId ?? NO_VERSION,
          ...(head.ContentLength === undefined ? {} : { sizeBytes: head.ContentLength }),
          ...(head.ETag === undefined ? {} : { etag: head.ETag.replaceAll('"', '') }),
          ...(head.LastModified === undefined ? {} : { uploadedAt: head.LastModified.toISOString() }),
        }
      } catch (error) {
        if (isGone(error)) return undefined
        return throwRefused(error, object)
      }
    },
  }

  async function list(bucket: string, key: string, marker: object) {
    return client
      .send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, EncodingType: 'url', ...marker }))
      .catch((error: unknown) => throwExplained(error, `ListObjectVersions of s3://${bucket}/${key}`))
  }
}

function isBehindTheEnd(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 416
}

/** 412: the object that was being read is replaced; this happens to the one version of a bucket without versions. */
function isGone(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  if (name === 'NoSuchBucket') return false
  const status = $metadata?.httpStatusCode
  return (
    name === 'NoSuchVersion' || name === 'NoSuchKey' || status === 404 || status === 405 || status === 412
  )
}

function throwRefused(error: unknown, object: Pick<ObjectVersion, 'bucket' | 'key'>): never {
  const { name, message, $metadata } = error as {
    name?: string
    message?: string
    $metadata?: { httpStatusCode?: number }
  }
  if (name === 'InvalidObjectState') {
    throw new StevedoreError(
      'object.access-denied',
      `${objectName(object)} cannot be read: it is archived. Restore it, then redrive its message`,
      { cause: error },
    )
  }
  if (name !== undefined && KEY_UNUSABLE.has(name)) {
    throw new StevedoreError(
      'object.access-denied',
      `${objectName(object)} cannot be read: ${name}: ${message}. Enable the key of KMS that encrypts it, then redrive its message; or upload it again with another key`,
      { cause: error },
    )
  }
  if ($metadata?.httpStatusCode === 403 && faultKind(error) === 'denied') {
    throw new StevedoreError(
      'object.access-denied',
      `${objectName(object)} cannot be read: ${name}: ${message}. The task's role needs s3:GetObjectVersion on it, and kms:Decrypt where a key of KMS encrypts it; then redrive its message`,
      { cause: error },
    )
  }
  return throwExplained(error, `GetObject of ${objectName(object)}`)
}
