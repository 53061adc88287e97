import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Emit } from '../event.ts'
import type { Plugin } from '../plugin.ts'
import type { Site } from '../site.ts'
import type { S3Deps } from './action.ts'
import { receiveBlob } from './body/receive-blob.ts'
import { DEFAULT_ALGORITHM } from './checksum/checksum-headers.ts'
import { createHandle } from './create-handle.ts'
import { findVersion } from './find-version.ts'
import { createNotify } from './notify.ts'
import { storedHeaders } from './object-headers.ts'
import { checkKey, newRequestId } from './parse-call.ts'
import { readObject } from './read-object.ts'
import { createBucketResource } from './resources/bucket.ts'
import { createBucketPolicyResource } from './resources/bucket-policy.ts'
import { S3_ACTIONS } from './s3-actions.ts'
import { openStore } from './store/store.ts'
import { storeObject } from './store-object.ts'

/** What other parts of the local runtime ask of S3 without HTTP. Errors are those of the API: NoSuchBucket, NoSuchKey. */
export interface LocalS3 {
  /** Sends the event of an upload, too. */
  putObject(bucket: string, key: string, body: Buffer): Promise<{ versionId?: string }>
  readObject(bucket: string, key: string, versionId?: string): Promise<Buffer>
}

/** S3 on this machine: objects in files, their index in SQLite, both in `s3/` of the data folder. */
export function createS3(site: Site, { emit }: { emit: Emit }): Plugin & LocalS3 {
  const store = openStore(site.dataFolder)
  const { clock, region, accountId } = site
  const deps: S3Deps = { store, notify: createNotify(site, emit), clock, region, accountId }

  return {
    scopes: ['s3'],
    resources: [createBucketResource(deps), createBucketPolicyResource(site, store)],
    handle: createHandle(S3_ACTIONS, deps),
    close: async () => store.close(),

    async putObject(bucket, key, body) {
      checkKey(key)
      store.buckets.get(bucket)
      const algorithm = DEFAULT_ALGORITHM
      const stored = await storeObject(deps, {
        bucket,
        key,
        blob: await receiveBlob(store.blobs, Readable.from([body]), new Set([algorithm])),
        algorithm,
        described: { headers: storedHeaders({}), storageClass: 'STANDARD', tags: {} },
        conditions: {},
        reason: 'PutObject',
        requestId: newRequestId(),
      })
      return stored.bucket.versioning ? { versionId: stored.version.versionId } : {}
    },

    async readObject(bucket, key, versionId) {
      const version = findVersion(store, store.buckets.get(bucket), key, versionId ?? null)
      return buffer(readObject(store.blobs, version).chunks())
    },
  }
}
