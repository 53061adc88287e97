import type { ChecksumAlgorithm } from './checksum.ts'

// Bit-reversed, as all three CRCs are computed.
const CRCS: Partial<Record<ChecksumAlgorithm, { readonly bits: bigint; readonly polynomial: bigint }>> = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
}

/** The CRC of two pieces put together, from the CRC of each (base64) and the length of the second in bytes. */
export function combineCrc(
  algorithm: ChecksumAlgorithm,
  first: string,
  second: string,
  secondLength: number,
): string {
  const crc = CRCS[algorithm]
  if (!crc) throw new Error(`${algorithm} cannot be combined: it is no CRC`)
  const shift = powerOfX(crc, 8n * BigInt(secondLength))
  const value = multiply(crc, shift, toBigInt(first)) ^ toBigInt(second)
  return Buffer.from(value.toString(16).padStart(Number(crc.bits) / 4, '0'), 'hex').toString('base64')
}

type Crc = { readonly bits: bigint; readonly polynomial: bigint }

function toBigInt(base64: string): bigint {
  return BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`)
}

/** x to the power of n, modulo the polynomial. */
function powerOfX(crc: Crc, n: bigint): bigint {
  let result = 1n << (crc.bits - 1n)
  let square = 1n << (crc.bits - 2n)
  for (let left = n; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(crc, square, result)
    square = multiply(crc, square, square)
  }
  return result
}

function multiply(crc: Crc, a: bigint, b: bigint): bigint {
  let product = 0n
  let factor = b
  for (let bit = crc.bits - 1n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= factor
    factor = factor & 1n ? (factor >> 1n) ^ crc.polynomial : factor >> 1n
  }
  return product
}
