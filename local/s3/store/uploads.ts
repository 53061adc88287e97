import { randomBytes } from 'node:crypto'
import { ApiError } from '../../protocol/api-error.ts'
import type { ChecksumAlgorithm, ChecksumType } from '../checksum/checksum.ts'
import type { Blobs } from './blobs.ts'
import type { Database } from './database.ts'
import { END_OF_KEYS, type Range } from './versions.ts'

/** A multipart upload that is neither complete nor aborted. */
export interface Upload {
  readonly id: string
  readonly bucket: string
  readonly key: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly headers: Readonly<Record<string, string>>
  readonly storageClass: string
  readonly tags: Readonly<Record<string, string>>
  readonly checksumAlgorithm: ChecksumAlgorithm
  readonly checksumType: ChecksumType
  /** Whether the client named the algorithm; S3 takes CRC64NVME where it did not. */
  readonly checksumNamed: boolean
}

export interface UploadedPart {
  readonly number: number
  readonly blob: string
  /** Bytes. */
  readonly size: number
  /** Hex. */
  readonly md5: string
  /** Base64, of the upload's algorithm. */
  readonly checksum: string
  /** The checksum that the client sent, if it sent one. */
  readonly sent?: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined
  readonly modifiedAt: number
}

export function createUploads({ sql, transaction }: Database, blobs: Blobs) {
  function parts(id: string): UploadedPart[] {
    return sql.all`select * from part where upload = ${id} order by number`.map(toPart)
  }

  function close(id: string, keep: ReadonlySet<string>): void {
    const rest = parts(id).filter((part) => !keep.has(part.blob))
    sql.run`delete from part where upload = ${id}`
    sql.run`delete from upload where id = ${id}`
    blobs.doom(rest.map((part) => part.blob))
  }

  return {
    parts,
    create(upload: Omit<Upload, 'id'>): Upload {
      const created = { ...upload, id: randomBytes(48).toString('base64url') }
      sql.run`insert into upload values
        (${created.id}, ${created.bucket}, ${created.key}, ${JSON.stringify(created)})`
      return created
    },
    /** Throws NoSuchUpload. */
    get(id: string, bucket: string, key: string): Upload {
      const row = sql.get`select json from upload where id = ${id} and bucket = ${bucket} and key = ${key}`
      if (row) return JSON.parse(String(row.json))
      throw new ApiError(
        'NoSuchUpload',
        `The upload ${id} of ${bucket}/${key} does not exist: it may have been completed or aborted.`,
        404,
      )
    },
    /** Takes the place of a part of the same number. */
    putPart(id: string, part: UploadedPart): void {
      transaction(() => {
        const before = sql.get`select blob from part where upload = ${id} and number = ${part.number}`
        sql.run`insert or replace into part values
          (${id}, ${part.number}, ${part.blob}, ${JSON.stringify(part)})`
        if (before) blobs.doom([String(before.blob)])
      })
    },
    /** Ends the upload; its parts go, but for the blobs that the finished object keeps. */
    close: (id: string, keep: ReadonlySet<string> = new Set()) => transaction(() => close(id, keep)),
    /** By key, then by id. */
    list({ from, inclusive, below = END_OF_KEYS }: Range, bucket: string): Upload[] {
      return sql.all`select json from upload where bucket = ${bucket} and key >= ${from} and key < ${below}
          and (${inclusive ? 1 : 0} or key <> ${from}) order by key, id`.map(
        (row): Upload => JSON.parse(String(row.json)),
      )
    },
  }
}

function toPart(row: Record<string, unknown>): UploadedPart {
  return JSON.parse(String(row.json))
}
