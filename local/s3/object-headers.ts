import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '../protocol/api-error.ts'
import type { S3Call } from './action.ts'
import type { ObjectContent } from './store/object-version.ts'
import { parseTagQuery } from './tags.ts'

const STORED = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
]
const METADATA = 'x-amz-meta-'
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream'
const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
]

// Amazon S3 User Guide, "Working with object metadata": names and values of user metadata together.
const METADATA_BYTES_MAX = 2 * 1024

export type Described = Pick<ObjectContent, 'headers' | 'storageClass' | 'tags'>

/** What an upload says of its object, beside the bytes. */
export function describeObject({ headers }: Pick<S3Call, 'headers'>): Described {
  return {
    headers: storedHeaders(headers),
    storageClass: storageClass(headers),
    tags: parseTagQuery(String(headers['x-amz-tagging'] ?? '')),
  }
}

export function storedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const stored: Record<string, string> = { 'content-type': DEFAULT_CONTENT_TYPE }
  let metadataBytes = 0
  for (const [name, value] of Object.entries(headers)) {
    if (STORED.includes(name)) stored[name] = String(value)
    if (!name.startsWith(METADATA)) continue
    stored[name] = String(value)
    metadataBytes += name.length - METADATA.length + String(value).length
  }
  if (metadataBytes > METADATA_BYTES_MAX) {
    throw new ApiError(
      'MetadataTooLarge',
      `Your metadata headers exceed the maximum allowed metadata size: ${metadataBytes} of ${METADATA_BYTES_MAX} bytes.`,
    )
  }
  return withoutFraming(stored)
}

function storageClass(headers: IncomingHttpHeaders): string {
  const name = String(headers['x-amz-storage-class'] ?? 'STANDARD')
  if (STORAGE_CLASSES.includes(name)) return name
  throw new ApiError('InvalidStorageClass', `The storage class you specified is not valid: ${name}.`)
}

/** `aws-chunked` is how the bytes came, not what they are. */
function withoutFraming({ 'content-encoding': encoding, ...rest }: Record<string, string>) {
  const kept = (encoding ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && name.toLowerCase() !== 'aws-chunked')
  return kept.length > 0 ? { ...rest, 'content-encoding': kept.join(',') } : rest
}
