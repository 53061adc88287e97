import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '../../protocol/api-error.ts'
import { CHECKSUM_BYTES, type Checksum, type ChecksumAlgorithm, parseAlgorithm } from './checksum.ts'

const PREFIX = 'x-amz-checksum-'
// What S3 computes for uploads that name none, since the end of 2024.
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = 'CRC64NVME'

const NO_VALUES = new Set([`${PREFIX}algorithm`, `${PREFIX}type`, `${PREFIX}mode`])

export interface SentChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64. Absent where it comes in the trailer. */
  readonly value?: string
}

/** The checksum that a request carries or announces, at most one. */
export function sentChecksum(headers: IncomingHttpHeaders): SentChecksum | undefined {
  const names = Object.keys(headers).filter((name) => name.startsWith(PREFIX) && !NO_VALUES.has(name))
  const trailers = String(headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name.startsWith(PREFIX))
  if (names.length + trailers.length > 1) {
    throw new ApiError('InvalidRequest', `Expecting a single ${PREFIX} header: ${[...names, ...trailers]}.`)
  }
  const [name] = names
  if (name !== undefined) {
    const value = String(headers[name])
    return { algorithm: namedAlgorithm(name.slice(PREFIX.length)), value }
  }
  const [trailer] = trailers
  return trailer === undefined ? undefined : { algorithm: namedAlgorithm(trailer.slice(PREFIX.length)) }
}

/** The algorithm a client names, in whatever case. */
export function namedAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = parseAlgorithm(name)
  if (algorithm) return algorithm
  throw new ApiError('NotImplemented', `The local runtime has no checksum algorithm ${name}.`, 501)
}

export function checksumHeaderName(algorithm: ChecksumAlgorithm): string {
  return `${PREFIX}${algorithm.toLowerCase()}`
}

/** Refuses what cannot be a checksum of that algorithm. */
export function checkChecksumValue(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== CHECKSUM_BYTES[algorithm] || bytes.toString('base64') !== value) {
    throw new ApiError(
      'InvalidRequest',
      `Value for ${checksumHeaderName(algorithm)} header is invalid: ${value}.`,
    )
  }
}

export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {}
  return {
    [checksumHeaderName(checksum.algorithm)]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  }
}

/** As elements of an XML answer. */
export function checksumElements(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {}
}

/** The algorithm of an upload: the one of the checksum sent, the one named, or S3's own choice. */
export function uploadAlgorithm(headers: IncomingHttpHeaders): ChecksumAlgorithm {
  const named = headers['x-amz-sdk-checksum-algorithm'] ?? headers['x-amz-checksum-algorithm']
  return sentChecksum(headers)?.algorithm ?? (named ? namedAlgorithm(String(named)) : DEFAULT_ALGORITHM)
}
