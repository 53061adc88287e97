import { ApiError } from '../protocol/api-error.ts'
import type { S3Call } from './action.ts'
import { type ByteRange, parseByteRange } from './byte-range.ts'
import { checksumHeaders } from './checksum/checksum-headers.ts'
import { checkReadConditions } from './conditions.ts'
import { findVersion, versionHeader } from './find-version.ts'
import { S3Error } from './s3-error.ts'
import type { ObjectVersion } from './store/object-version.ts'
import type { Store } from './store/store.ts'

const ARCHIVED = ['GLACIER', 'DEEP_ARCHIVE']

// Query parameters with which a GET sets headers of its own answer, as presigned links do.
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

export interface Read {
  readonly version: ObjectVersion
  readonly range?: ByteRange
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

/** What GET and HEAD answer, but for the bytes. */
export function describeRead(call: S3Call, store: Store): Read {
  const bucket = store.buckets.get(call.bucket)
  const version = findVersion(store, bucket, call.key, call.query.get('versionId'))
  checkReadConditions(call.headers, version)
  if (call.method === 'GET' && ARCHIVED.includes(version.storageClass)) {
    throw new S3Error('InvalidObjectState', "The operation is not valid for the object's storage class", 403)
  }
  const number = call.query.get('partNumber')
  const range =
    number === null ? parseByteRange(call.headers.range, version.size) : rangeOfPart(version, Number(number))
  const withChecksum = !range && String(call.headers['x-amz-checksum-mode']).toUpperCase() === 'ENABLED'
  return {
    version,
    ...(range ? { range } : {}),
    status: range ? 206 : 200,
    headers: {
      ...version.headers,
      ...overrides(call),
      etag: `"${version.etag}"`,
      'last-modified': new Date(version.modifiedAt).toUTCString(),
      'accept-ranges': 'bytes',
      'content-length': range ? range.end - range.start + 1 : version.size,
      'content-range': range && `bytes ${range.start}-${range.end}/${version.size}`,
      'x-amz-storage-class': version.storageClass === 'STANDARD' ? undefined : version.storageClass,
      'x-amz-tagging-count': Object.keys(version.tags).length || undefined,
      'x-amz-mp-parts-count': number !== null && version.multipart ? version.parts.length : undefined,
      ...versionHeader(bucket, version),
      ...(withChecksum ? checksumHeaders(version.checksum) : {}),
    },
  }
}

/** The whole object is the answer where it is empty: no range lies in it. */
function rangeOfPart({ parts, size }: ObjectVersion, number: number): ByteRange | undefined {
  const part = parts[number - 1]
  if (!part) {
    throw new ApiError('InvalidPartNumber', `The requested partnumber is not satisfiable: ${number}.`, 416)
  }
  const start = parts.slice(0, number - 1).reduce((sum, before) => sum + before.size, 0)
  return size === 0 ? undefined : { start, end: start + part.size - 1 }
}

function overrides({ query }: S3Call): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of OVERRIDES) {
    const value = query.get(`response-${name}`)
    if (value === null) continue
    if (!HEADER_VALUE.test(value)) {
      throw new ApiError('InvalidArgument', `response-${name} cannot be a header: ${JSON.stringify(value)}.`)
    }
    headers[name] = value
  }
  return headers
}
