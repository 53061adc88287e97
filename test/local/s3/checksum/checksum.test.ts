import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  createDigest,
} from '../../../../local/s3/checksum/checksum.ts'
import { combineCrc } from '../../../../local/s3/checksum/combine-crc.ts'

// The check values of the CRC catalogue, and the SHA of the same nine digits.
const OF_NINE_DIGITS: Record<ChecksumAlgorithm, string> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  SHA256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
}

test.each(CHECKSUM_ALGORITHMS)('%s of 123456789 is the published check value', (algorithm) => {
  expect(digest(algorithm, [Buffer.from('123456789')]).toString('hex')).toBe(OF_NINE_DIGITS[algorithm])
})

test.each(CHECKSUM_ALGORITHMS)('%s is the same however the bytes are cut', (algorithm) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
      const whole = Buffer.concat(pieces)
      expect(digest(algorithm, pieces)).toEqual(digest(algorithm, [whole]))
    }),
  )
})

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  '%s of two pieces is combined from theirs',
  (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
        const combined = combineCrc(
          algorithm,
          base64(algorithm, first),
          base64(algorithm, second),
          second.length,
        )
        expect(combined).toBe(base64(algorithm, Buffer.concat([first, second])))
      }),
    )
  },
)

test('a hash that is no CRC is not combined', () => {
  expect(() => combineCrc('SHA256', '', '', 0)).toThrow('SHA256 cannot be combined')
})

function digest(algorithm: ChecksumAlgorithm, pieces: readonly Uint8Array[]): Buffer {
  const digest = createDigest(algorithm)
  for (const piece of pieces) digest.update(piece)
  return digest.digest()
}

function base64(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  return digest(algorithm, [bytes]).toString('base64')
}
