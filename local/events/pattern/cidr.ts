import { isIPv4, isIPv6 } from 'node:net'
import { invalidPattern } from './invalid-pattern.ts'
import type { LeafTest, Operator } from './parse-field-test.ts'

interface Address {
  /** 32 bits in version 4, 128 in version 6. */
  readonly size: 32 | 128
  readonly bits: bigint
}

/** `"10.0.0.0/24"` or `"2001:db8::/32"`. As on AWS, a block begins at the address that is written, and has two at least. */
export const cidr: Operator = (operand, path) => {
  if (typeof operand !== 'string') throw invalidPattern('cidr match pattern must be a string', path)
  const [text = '', mask = '', ...rest] = operand.split('/')
  if (!mask || rest.length > 0) throw invalidPattern(`Malformed CIDR, one '/' required: ${operand}`, path)
  if (!/^\d{1,9}$/.test(mask)) {
    throw invalidPattern(`Malformed CIDR, mask bits must be an integer: ${operand}`, path)
  }
  const first = parseAddress(text)
  if (!first) throw invalidPattern(`Nonstandard IP address: ${text}`, path)
  const { size, bits } = first
  if (Number(mask) >= size) {
    throw invalidPattern(`IPv${size === 32 ? 4 : 6} mask bits must be < ${size}: ${operand}`, path)
  }
  const last = bits | ((1n << BigInt(size - Number(mask))) - 1n)
  return onAddress((address) => address.size === size && address.bits >= bits && address.bits <= last)
}

/** A text that is an IP address matches every spelling of that address; `undefined` for any other text. */
export function sameAddress(text: string): LeafTest | undefined {
  const wanted = parseAddress(text)
  return wanted && onAddress(({ size, bits }) => size === wanted.size && bits === wanted.bits)
}

function onAddress(holds: (address: Address) => boolean): LeafTest {
  return (value) => {
    const address = typeof value === 'string' ? parseAddress(value) : undefined
    return address !== undefined && holds(address)
  }
}

function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { size: 32, bits: join(text.split('.').map(BigInt), 8n) }
  if (!isIPv6(text) || /[.%]/.test(text)) return undefined
  const [head, tail] = text.split('::').map((half) => (half ? half.split(':') : []))
  const zeros = Array<string>(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0')
  const groups = [...(head ?? []), ...zeros, ...(tail ?? [])]
  return {
    size: 128,
    bits: join(
      groups.map((group) => BigInt(`0x${group}`)),
      16n,
    ),
  }
}

function join(parts: readonly bigint[], width: bigint): bigint {
  return parts.reduce((bits, part) => (bits << width) | part, 0n)
}
