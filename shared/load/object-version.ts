/** One version of one object: the unit of work, and its identity. */
export interface ObjectVersion {
  readonly bucket: string
  /** As S3 holds it: any Unicode, never URL-encoded. */
  readonly key: string
  readonly versionId: string
  /** Orders the versions of one key. Absent where S3's event had none, and for what a listing found. */
  readonly sequencer?: string
  readonly sizeBytes?: number
  readonly etag?: string
  /** ISO 8601. */
  readonly uploadedAt?: string
}

/** The ledger's and the tables' name of an object: `s3://bucket/key`. */
export function objectName({ bucket, key }: Pick<ObjectVersion, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`
}
