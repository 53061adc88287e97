import { createHash } from 'node:crypto'
import type { ObjectVersion } from './object-version.ts'

/** S3 takes keys of 1,024 bytes; the rest is for the names of the parts. */
const PREFIX_BYTES_MAX = 900
const HASH_HEX_DIGITS = 32

/** Where the rejects of a load lie in the results bucket: the same at each attempt. */
export interface RejectsPlace {
  readonly fileKey: string
  partKey(attempt: number, firstRecord: number): string
}

export function rejectsPlace(dataset: string, object: ObjectVersion): RejectsPlace {
  const prefix = bounded(dataset, object)
  return {
    fileKey: `${prefix}.ndjson`,
    partKey: (attempt, firstRecord) => `${prefix}/parts/${attempt}-${firstRecord}`,
  }
}

/** The bucket is not in it: there is one landing bucket. A key too long to be carried is replaced by its hash. */
function bounded(dataset: string, { key, versionId }: ObjectVersion): string {
  const plain = `rejects/${dataset}/${key}/${versionId}`
  if (Buffer.byteLength(plain) <= PREFIX_BYTES_MAX) return plain
  const hash = createHash('sha256').update(key).digest('hex').slice(0, HASH_HEX_DIGITS)
  return `rejects/${dataset}/${hash}/${versionId}`
}
