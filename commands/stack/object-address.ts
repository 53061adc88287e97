import { objectName } from '../../shared/load/object-version.ts'

/** An object as a person names it, and as the ledger does. */
export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
  readonly name: string
}

/** Of `s3://bucket/key`, or of a key alone, which lies in the landing bucket. */
export function addressOf(text: string, landingBucket: string): ObjectAddress {
  const { bucket = landingBucket, key = text } =
    /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+)$/s.exec(text)?.groups ?? {}
  return { bucket, key, name: objectName({ bucket, key }) }
}
