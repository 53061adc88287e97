import { BlockList } from 'node:net'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePattern } from '../../../../local/events/pattern/compile-pattern.ts'

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const name = fc.constantFrom('a', 'b', 'c')
const detail = fc.dictionary(name, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })))

/** A piece of a wildcard without its own escape, as a regular expression. */
function escaped(piece: string): string {
  return piece.startsWith('\\') ? piece : piece.replace('*', '\\*')
}

function matches(field: unknown, event: Record<string, unknown>): boolean {
  return compilePattern(JSON.stringify({ a: [field] }))(event)
}

test('a pattern made of an event matches this event', () => {
  fc.assert(
    fc.property(fc.dictionary(name, scalar, { minKeys: 1 }), (event) => {
      const pattern = Object.fromEntries(Object.entries(event).map(([key, value]) => [key, [value]]))
      return compilePattern(JSON.stringify({ detail: pattern }))({ detail: { ...event, other: 1 } })
    }),
  )
})

test('exists true and exists false part all events', () => {
  fc.assert(
    fc.property(detail, (event) => matches({ exists: true }, event) !== matches({ exists: false }, event)),
  )
})

test('anything-but is the opposite of its list where the field has one value', () => {
  fc.assert(
    fc.property(scalar, fc.array(fc.string(), { minLength: 1, maxLength: 3 }), (value, list) => {
      const among = compilePattern(JSON.stringify({ a: list }))({ a: value })
      return matches({ 'anything-but': list }, { a: value }) !== among
    }),
  )
})

test('small and large objects part all sizes at the limit', () => {
  const limit = 67_108_864
  const small = JSON.stringify({ size: [{ numeric: ['<=', limit] }, { exists: false }] })
  const large = JSON.stringify({ size: [{ numeric: ['>', limit] }] })
  const size = fc.oneof(fc.nat(), fc.constantFrom(limit - 1, limit, limit + 1, 5e9, 5e9 + 1, 5e12))
  fc.assert(
    fc.property(fc.option(size, { nil: undefined }), (bytes) => {
      const event = bytes === undefined ? {} : { size: bytes }
      return compilePattern(small)(event) !== compilePattern(large)(event)
    }),
    { numRuns: 300 },
  )
})

test('a wildcard matches what a regular expression of the same meaning matches', () => {
  const piece = fc.constantFrom('a', 'b', 'ab', '*', '\\*', '\\\\')
  fc.assert(
    fc.property(
      fc
        .array(piece, { maxLength: 6 })
        .map((pieces) => pieces.filter((one, n) => one !== '*' || pieces[n - 1] !== '*')),
      fc.array(fc.constantFrom('a', 'b', '*', '\\'), { maxLength: 8 }),
      (pieces, text) => {
        const regular = pieces.map((one) => (one === '*' ? '.*' : escaped(one))).join('')
        const value = text.join('')
        return (
          matches({ wildcard: pieces.join('') }, { a: value }) === new RegExp(`^${regular}$`, 's').test(value)
        )
      },
    ),
    { numRuns: 2_000 },
  )
})

test('an address lies in the blocks that the platform says it lies in', () => {
  const number = fc.nat({ max: 2 ** 32 - 1 })
  // Near addresses, or hardly any would share a block.
  const near = fc
    .tuple(number, fc.nat({ max: 31 }))
    .map(([one, bit]) => [one, (one ^ (1 << bit)) >>> 0] as const)
  const text = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
  fc.assert(
    fc.property(near, fc.nat({ max: 31 }), ([one, other], bits) => {
      const network = text(bits === 0 ? 0 : (one & (-1 << (32 - bits))) >>> 0)
      const list = new BlockList()
      list.addSubnet(network, bits, 'ipv4')
      expect(matches({ cidr: `${network}/${bits}` }, { a: text(other) })).toBe(list.check(text(other)))
    }),
    { numRuns: 500 },
  )
})

test('an address of version 6 matches each of its spellings', () => {
  fc.assert(
    fc.property(
      fc.ipV6().filter((address) => !address.includes('.')),
      (address) => {
        const short = new URL(`http://[${address}]`).hostname.slice(1, -1)
        return matches(address, { a: short }) && matches(short.toUpperCase(), { a: address })
      },
    ),
  )
})

test('the order of fields, in pattern and event, decides nothing where no field may be absent', () => {
  const person = fc.dictionary(name, fc.nat({ max: 2 }))
  fc.assert(
    fc.property(
      fc.array(person, { maxLength: 4 }),
      fc.dictionary(name, fc.nat({ max: 2 }), { minKeys: 1 }),
      (people, wanted) => {
        const fields = Object.entries(wanted).map(([key, value]) => [key, [value]] as const)
        const expected = people.some((one) =>
          Object.entries(wanted).every(([key, value]) => one[key] === value),
        )
        for (const order of [fields, fields.toReversed()]) {
          const pattern = JSON.stringify({ people: Object.fromEntries(order) })
          expect(compilePattern(pattern)({ people })).toBe(expected)
        }
      },
    ),
    { numRuns: 500 },
  )
})
