import { randomBytes } from 'node:crypto'
import type { Blobs } from './blobs.ts'
import type { Bucket } from './buckets.ts'
import type { Database } from './database.ts'
import { deleteMarker, NULL_VERSION, type ObjectContent, type ObjectVersion } from './object-version.ts'

/** Where a page of a listing starts and must end: keys from `from` on, below `below`. */
export interface Range {
  readonly from: string
  /** Takes `from` itself too. With `olderThan`, only its versions below that sequence. */
  readonly inclusive: boolean
  readonly olderThan?: number
  readonly below?: string
}

/** Above every sequence: 2^53 - 1. */
const NEWEST = Number.MAX_SAFE_INTEGER

// No valid UTF-8 text sorts above it: it stands for "no upper end".
export const END_OF_KEYS = '\u{10ffff}'.repeat(257)

export function createVersions(database: Database, blobs: Blobs) {
  const { sql, transaction, nextSequence } = database

  function latest(bucket: string, key: string): ObjectVersion | undefined {
    const row = sql.get`select * from version where bucket = ${bucket} and key = ${key}
      order by sequence desc limit 1`
    return row && toVersion(row)
  }

  function byId(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    const row = sql.get`select * from version
      where bucket = ${bucket} and key = ${key} and versionId = ${versionId}`
    return row && toVersion(row)
  }

  function insert(
    bucket: Bucket,
    key: string,
    content: ObjectContent,
    isDeleteMarker: boolean,
  ): ObjectVersion {
    const versionId = bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION
    const sequence = nextSequence()
    drop(byId(bucket.name, key, versionId))
    sql.run`update version set latest = 0 where bucket = ${bucket.name} and key = ${key} and latest = 1`
    sql.run`insert into version values (${bucket.name}, ${key}, ${sequence}, ${versionId}, 1,
      ${isDeleteMarker ? 1 : 0}, ${JSON.stringify(content)})`
    return { ...content, bucket: bucket.name, key, versionId, sequence, isLatest: true, isDeleteMarker }
  }

  function drop(version: ObjectVersion | undefined): void {
    if (!version) return
    const { bucket, key, sequence, parts } = version
    sql.run`delete from version where bucket = ${bucket} and key = ${key} and sequence = ${sequence}`
    blobs.doom(parts.map((part) => part.blob))
  }

  return {
    latest,
    byId,
    /** Becomes the latest version; takes the place of the `null` version unless the bucket keeps versions. */
    add: (bucket: Bucket, key: string, content: ObjectContent): ObjectVersion =>
      transaction(() => insert(bucket, key, content, false)),
    addDeleteMarker: (bucket: Bucket, key: string, at: number): ObjectVersion =>
      transaction(() => insert(bucket, key, deleteMarker(at), true)),
    /** Removes it for good; the version before it is the latest again. Gives the sequence of the removal. */
    remove(version: ObjectVersion): number {
      return transaction(() => {
        drop(version)
        sql.run`update version set latest = 1 where bucket = ${version.bucket} and key = ${version.key}
          and sequence = (select max(sequence) from version
            where bucket = ${version.bucket} and key = ${version.key})`
        return nextSequence()
      })
    },
    putTags(version: ObjectVersion, tags: Record<string, string>): void {
      sql.run`update version set json = json_set(json, '$.tags', json(${JSON.stringify(tags)}))
        where bucket = ${version.bucket} and key = ${version.key} and sequence = ${version.sequence}`
    },
    /** Latest versions that are no delete markers, by key. */
    listVisible(
      { from, inclusive, below = END_OF_KEYS }: Range,
      bucket: string,
      limit: number,
    ): ObjectVersion[] {
      const rows = inclusive
        ? sql.all`select * from version where bucket = ${bucket} and key >= ${from} and key < ${below}
            and latest = 1 and marker = 0 order by key limit ${limit}`
        : sql.all`select * from version where bucket = ${bucket} and key > ${from} and key < ${below}
            and latest = 1 and marker = 0 order by key limit ${limit}`
      return rows.map(toVersion)
    },
    /** All versions and delete markers, by key, the newest of a key first. */
    listAll(range: Range, bucket: string, limit: number): ObjectVersion[] {
      const below = range.below ?? END_OF_KEYS
      const first = range.inclusive
        ? sql.all`select * from version where bucket = ${bucket} and key = ${range.from} and key < ${below}
            and sequence < ${range.olderThan ?? NEWEST} order by sequence desc limit ${limit}`
        : []
      const others = sql.all`select * from version where bucket = ${bucket} and key > ${range.from}
        and key < ${below} order by key, sequence desc limit ${limit - first.length}`
      return [...first, ...others].map(toVersion)
    },
  }
}

function toVersion(row: Record<string, unknown>): ObjectVersion {
  return {
    ...(JSON.parse(String(row.json)) as ObjectContent),
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.versionId),
    sequence: Number(row.sequence),
    isLatest: row.latest === 1,
    isDeleteMarker: row.marker === 1,
  }
}
