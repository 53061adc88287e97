import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createBlobs } from './blobs.ts'
import { createBuckets } from './buckets.ts'
import { openDatabase } from './database.ts'
import { createUploads } from './uploads.ts'
import { createVersions } from './versions.ts'

export type Store = ReturnType<typeof openStore>

/** All state of S3, in the folder `s3` of the data folder. */
export function openStore(dataFolder: string) {
  const folder = join(dataFolder, 's3')
  mkdirSync(folder, { recursive: true })
  const database = openDatabase(folder)
  const blobs = createBlobs(folder, database)
  return {
    blobs,
    buckets: createBuckets(database),
    versions: createVersions(database, blobs),
    uploads: createUploads(database, blobs),
    transaction: database.transaction,
    close: database.close,
  }
}
