import { type Intrinsic, shown } from './context.ts'

const ADDRESS_BITS = 32
const COUNT_MAX = 256 // AWS: Fn::Cidr generates 1 to 256 blocks
const HOST_BITS_DEFAULT = 8

/** `[block, count, host bits]`: so many equal blocks from the start of an IPv4 block. */
export const cidr: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    const [block, countGiven, bitsGiven = HOST_BITS_DEFAULT, ...more] = Array.isArray(argument)
      ? argument
      : []
    const parsed = typeof block === 'string' ? parseBlock(block) : undefined
    const count = Number(countGiven)
    const hostBits = Number(bitsGiven)
    if (
      !parsed ||
      more.length > 0 ||
      !isBetween(count, 1, COUNT_MAX) ||
      !isBetween(hostBits, 0, ADDRESS_BITS)
    ) {
      return fault(`takes an IPv4 block, a count of 1 to ${COUNT_MAX} and host bits, got ${shown(argument)}`)
    }
    const size = 2 ** hostBits
    if (count * size > 2 ** (ADDRESS_BITS - parsed.prefix)) {
      return fault(`${block} has no room for ${count} blocks of ${size} addresses`)
    }
    return Array.from(
      { length: count },
      (_, index) => `${addressText(parsed.start + index * size)}/${ADDRESS_BITS - hostBits}`,
    )
  },
}

function parseBlock(text: string): { start: number; prefix: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  if (!match) return undefined
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number]
  if (Math.max(a, b, c, d) > 255 || prefix > ADDRESS_BITS) return undefined
  const size = 2 ** (ADDRESS_BITS - prefix)
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  return { start: Math.floor(address / size) * size, prefix }
}

function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}

function isBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
