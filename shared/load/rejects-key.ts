import { createHash } from 'node:crypto'
import type { ObjectVersion } from './object-version.ts'

/** S3 takes keys of 1,024 bytes; the rest is for the prefix and the names of the parts. */
const LOAD_BYTES_MAX = 900
const HASH_HEX_DIGITS = 32

/** Where the rejects of a load lie in the results bucket: the same at each attempt. */
export interface RejectsPlace {
  readonly fileKey: string
  /** `name` is `<attempt>-<first record>`: parts of an attempt that died never stand in the way of another's. */
  partKey(name: string): string
}

export function rejectsPlace(dataset: string, object: ObjectVersion): RejectsPlace {
  const load = bounded(dataset, object)
  return {
    fileKey: `rejects/${load}.ndjson`,
    // Under a prefix of their own, so that the bucket can expire what killed attempts left behind.
    partKey: (name) => `parts/${load}/${name}`,
  }
}

/** The bucket is not in it: there is one landing bucket. A key too long to be carried is replaced by its hash. */
function bounded(dataset: string, { key, versionId }: ObjectVersion): string {
  const plain = `${dataset}/${key}/${versionId}`
  if (Buffer.byteLength(plain) <= LOAD_BYTES_MAX) return plain
  const hash = createHash('sha256').update(key).digest('hex').slice(0, HASH_HEX_DIGITS)
  return `${dataset}/${hash}/${versionId}`
}
