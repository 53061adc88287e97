import { ApiError } from '../protocol/api-error.ts'
import {
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
  createDigest,
} from './checksum/checksum.ts'
import { combineCrc } from './checksum/combine-crc.ts'
import type { Upload, UploadedPart } from './store/uploads.ts'

/** The kind of checksum an upload will have; not every algorithm can do both. */
export function multipartChecksumType(algorithm: ChecksumAlgorithm, named: string | undefined): ChecksumType {
  const type = named?.toUpperCase() ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  const possible: readonly ChecksumType[] =
    algorithm === 'CRC64NVME'
      ? ['FULL_OBJECT']
      : algorithm.startsWith('SHA')
        ? ['COMPOSITE']
        : ['COMPOSITE', 'FULL_OBJECT']
  const found = possible.find((name) => name === type)
  if (found) return found
  throw new ApiError(
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  )
}

/** The checksum of a whole object out of its parts'. */
export function multipartChecksum(upload: Upload, parts: readonly UploadedPart[]): Checksum {
  const { checksumAlgorithm: algorithm, checksumType: type } = upload
  if (type === 'COMPOSITE') {
    const digest = createDigest(algorithm)
    for (const part of parts) digest.update(Buffer.from(part.checksum, 'base64'))
    return { algorithm, type, value: `${digest.digest().toString('base64')}-${parts.length}` }
  }
  const whole = parts.reduce((before, part) => ({
    ...part,
    checksum: combineCrc(algorithm, before.checksum, part.checksum, part.size),
  }))
  return { algorithm, type, value: whole.checksum }
}
