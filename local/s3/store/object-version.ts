import type { Checksum } from '../checksum/checksum.ts'

/** The id of a version that was written while its bucket kept no versions. */
export const NULL_VERSION = 'null'

export interface ObjectPart {
  readonly blob: string
  /** Bytes. */
  readonly size: number
}

/** What a writer gives; the store adds the version's place among the others. */
export interface ObjectContent {
  /** Bytes. */
  readonly size: number
  /** Hex, no quotes; that of a multipart object ends in `-<number of parts>`. */
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
  /** Response headers of a GET, lower case: content-type, x-amz-meta-… */
  readonly headers: Readonly<Record<string, string>>
  readonly storageClass: string
  readonly tags: Readonly<Record<string, string>>
  readonly checksum?: Checksum
  readonly parts: readonly ObjectPart[]
  /** Whether it came in parts: a GET by part number answers with their count. */
  readonly multipart: boolean
}

export interface ObjectVersion extends ObjectContent {
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  /** Grows with every change to any key. */
  readonly sequence: number
  readonly isLatest: boolean
  readonly isDeleteMarker: boolean
}

/** A delete marker has the ETag of no bytes, as in the events that AWS sends for one. */
export function deleteMarker(modifiedAt: number): ObjectContent {
  return {
    size: 0,
    etag: 'd41d8cd98f00b204e9800998ecf8427e',
    modifiedAt,
    headers: {},
    storageClass: 'STANDARD',
    tags: {},
    parts: [],
    multipart: false,
  }
}

/** The `sequencer` of S3's events: compared as text. */
export function sequencer(sequence: number): string {
  return sequence.toString(16).toUpperCase().padStart(18, '0')
}
