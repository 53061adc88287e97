import { createHash, type Hash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { ApiError } from '../../protocol/api-error.ts'
import type { S3Call } from '../action.ts'
import type { ChecksumAlgorithm } from '../checksum/checksum.ts'
import { checkChecksumValue, checksumHeaderName, sentChecksum } from '../checksum/checksum-headers.ts'
import type { Blobs } from '../store/blobs.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import { type ReceivedBlob, receiveBlob } from './receive-blob.ts'

/**
 * Streams the body of an upload into a blob and holds it against every length and hash that the request gives.
 * The checksum sent is among the blob's, and that of `algorithm` where it is given.
 */
export async function receiveBody(
  call: S3Call,
  blobs: Blobs,
  algorithm?: ChecksumAlgorithm,
): Promise<ReceivedBlob> {
  const { headers } = call
  const size = declaredSize(headers)
  const md5 = declaredMd5(headers)
  const sent = sentChecksum(headers)
  if (sent?.value !== undefined) checkChecksumValue(sent.algorithm, sent.value)
  const sha256 = declaredSha256(headers)
  const trailers = new Map<string, string>()
  const raw = hashed(readWithoutDestroying(call.body), sha256?.hash)
  const chunks = isAwsChunked(headers) ? decodeAwsChunked(raw, trailers) : raw

  const algorithms = new Set([sent?.algorithm, algorithm].filter((name) => name !== undefined))
  const blob = await receiveBlob(blobs, chunks, algorithms)
  try {
    if (blob.size !== size) {
      throw new ApiError(
        'IncompleteBody',
        `You did not provide the number of bytes specified: ${blob.size}, not ${size}.`,
      )
    }
    if (md5 !== undefined && md5 !== blob.md5) {
      throw new ApiError('BadDigest', 'The Content-MD5 you specified did not match what we received.')
    }
    if (sha256 && sha256.hash.digest('hex') !== sha256.declared) {
      throw new ApiError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      )
    }
    if (sent) checkSent(sent.algorithm, sent.value ?? trailers.get(checksumHeaderName(sent.algorithm)), blob)
    return blob
  } catch (error) {
    await blob.staged.discard()
    throw error
  }
}

function checkSent(algorithm: ChecksumAlgorithm, value: string | undefined, blob: ReceivedBlob): void {
  if (value === undefined) {
    throw new ApiError(
      'InvalidRequest',
      `The trailer ${checksumHeaderName(algorithm)} was announced, not sent.`,
    )
  }
  checkChecksumValue(algorithm, value)
  if (value !== blob.checksums.get(algorithm)) {
    throw new ApiError(
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum: ${value}, not ${blob.checksums.get(algorithm)}.`,
    )
  }
}

/** An error half-way must leave the connection whole: it is drained, and the client reads the answer. */
function readWithoutDestroying(body: IncomingMessage): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) }
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash?: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash?.update(chunk)
    yield chunk
  }
}

function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return (
    String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    /(^|,)\s*aws-chunked\s*(,|$)/i.test(headers['content-encoding'] ?? '')
  )
}

function declaredSize(headers: IncomingHttpHeaders): number {
  const text = headers['x-amz-decoded-content-length'] ?? headers['content-length']
  if (text !== undefined && /^\d+$/.test(String(text))) return Number(text)
  if (text === undefined && headers['transfer-encoding'] === undefined) return 0
  throw new ApiError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411)
}

function declaredMd5(headers: IncomingHttpHeaders): string | undefined {
  const text = headers['content-md5']
  if (text === undefined) return undefined
  const bytes = Buffer.from(String(text), 'base64')
  if (bytes.length === 16) return bytes.toString('hex')
  throw new ApiError('InvalidDigest', `The Content-MD5 you specified is not valid: ${text}.`)
}

/** The hash of the body as it came, where the client signed one. */
function declaredSha256(headers: IncomingHttpHeaders): { declared: string; hash: Hash } | undefined {
  const declared = String(headers['x-amz-content-sha256'] ?? '')
  return /^[0-9a-f]{64}$/.test(declared) ? { declared, hash: createHash('sha256') } : undefined
}
