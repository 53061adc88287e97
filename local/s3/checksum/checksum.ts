import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { crc32c } from './crc32c.ts'
import { createCrc64Nvme } from './crc64nvme.ts'

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

/** A multipart object's checksum is of its parts' checksums (`COMPOSITE`), or of all its bytes. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64; a composite one ends in `-<number of parts>`. */
  readonly value: string
  readonly type: ChecksumType
}

export interface Digest {
  update(chunk: Uint8Array): void
  digest(): Buffer
}

export const CHECKSUM_BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
}

export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return createCrc32(crc32)
    case 'CRC32C':
      return createCrc32(crc32c)
    case 'CRC64NVME': {
      const crc = createCrc64Nvme()
      return {
        update: crc.update,
        digest: () => {
          const bytes = Buffer.alloc(8)
          bytes.writeBigUInt64BE(crc.value())
          return bytes
        },
      }
    }
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm.toLowerCase())
  }
}

export function parseAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase())
}

function createCrc32(next: (data: Uint8Array, crc: number) => number): Digest {
  let crc = 0
  return {
    update: (chunk) => {
      crc = next(chunk, crc)
    },
    digest: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(crc)
      return bytes
    },
  }
}
