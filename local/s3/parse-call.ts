import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ApiError } from '../protocol/api-error.ts'
import type { S3Call } from './action.ts'

// Amazon S3 User Guide, "Naming Amazon S3 objects": 1,024 bytes of UTF-8.
const KEY_BYTES_MAX = 1024

// bucket.s3.amazonaws.com, bucket.s3.eu-west-1.amazonaws.com, bucket.localhost
const VIRTUAL_HOST = /^(?<bucket>.+?)\.(?:s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com|localhost)$/

/** Reads bucket and key from the path (or the host). The path is taken as sent: `a/../b` is a key like any other. */
export function parseCall(request: IncomingMessage, requestId: string): S3Call {
  const url = request.url ?? '/'
  const question = url.indexOf('?')
  const path = (question < 0 ? url : url.slice(0, question)).slice(1)
  const hostBucket = bucketOfHost(request.headers.host)
  const slash = hostBucket === undefined ? path.indexOf('/') : -1
  const bucket = hostBucket ?? decode(slash < 0 ? path : path.slice(0, slash))
  const key = hostBucket === undefined ? (slash < 0 ? '' : decode(path.slice(slash + 1))) : decode(path)
  checkKey(key)
  return {
    method: request.method ?? 'GET',
    level: key ? 'object' : bucket ? 'bucket' : 'service',
    bucket,
    key,
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    headers: request.headers,
    body: request,
    requestId,
  }
}

/** As S3 writes one: 16 hex digits. */
export function newRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase()
}

export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key)
  if (bytes > KEY_BYTES_MAX) {
    throw new ApiError('KeyTooLongError', `Your key is too long: ${bytes} bytes, at most ${KEY_BYTES_MAX}.`)
  }
}

function bucketOfHost(host = ''): string | undefined {
  return VIRTUAL_HOST.exec(host.replace(/:\d+$/, ''))?.groups?.bucket
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw Object.assign(
      new ApiError(
        'InvalidURI',
        `Couldn't parse the specified URI: ${text} is no UTF-8 in percent encoding.`,
      ),
      { cause },
    )
  }
}
