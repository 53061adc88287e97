import { BlockList, isIP } from 'node:net'
import { invalidPattern } from './invalid-pattern.ts'
import type { LeafTest, Operator } from './parse-field-test.ts'

/** `"10.0.0.0/24"` or `"2001:db8::/32"`. */
export const cidr: Operator = (operand, path) => {
  if (typeof operand !== 'string') throw invalidPattern('cidr match pattern must be a string', path)
  const [address = '', bits = '', ...rest] = operand.split('/')
  if (!bits || rest.length > 0) throw invalidPattern(`Malformed CIDR, one '/' required: ${operand}`, path)
  const family = familyOf(address)
  if (!family) throw invalidPattern(`Nonstandard IP address: ${address}`, path)
  const bitsMax = family === 'ipv4' ? 32 : 128
  if (!/^\d+$/.test(bits) || Number(bits) > bitsMax) {
    throw invalidPattern(`Malformed CIDR, mask bits must be an integer of 0 to ${bitsMax}: ${operand}`, path)
  }
  const list = new BlockList()
  list.addSubnet(address, Number(bits), family)
  return inList(list)
}

/** A text that is an IP address matches every spelling of that address; `undefined` for any other text. */
export function sameAddress(text: string): LeafTest | undefined {
  const family = familyOf(text)
  if (!family) return undefined
  const list = new BlockList()
  list.addAddress(text, family)
  return inList(list)
}

function inList(list: BlockList): LeafTest {
  return (value) => {
    const family = typeof value === 'string' ? familyOf(value) : undefined
    return family !== undefined && list.check(String(value), family)
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (address.includes('%')) return undefined
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)]
}
