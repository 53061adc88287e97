import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalNumber, compareNumbers, digitPairs } from '../../../shared/row/number.ts'

test.each([
  ['7', '7'],
  ['007', '7'],
  ['-0', '0'],
  ['0.0', '0'],
  ['.097', '0.097'],
  ['-.5', '-0.5'],
  ['1.10', '1.1'],
  ['1e5', '100000'],
  ['1E-7', '0.0000001'],
  ['12.5e+1', '125'],
  ['0e999999999999', '0'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  [`1${'0'.repeat(100)}`, '1E100'],
  ['1.5e-100', '1.5E-100'],
  ['1e-130', '1E-130'],
  [`${'9'.repeat(38)}e88`, `9.${'9'.repeat(37)}E125`],
])('%s is stored as %s', (text, canonical) => {
  expect(canonicalNumber(text)).toBe(canonical)
  expect(canonicalNumber(canonical)).toBe(canonical)
})

test.each([
  '',
  '-',
  '.',
  '+1',
  ' 1',
  '1 ',
  '5.',
  '1,000',
  '1_000',
  '0x1f',
  '1e',
  '1e1.5',
  'NaN',
  'Infinity',
  '--1',
  '１',
  '1\n',
  '123456789012345678901234567890123456789',
  '1.00000000000000000000000000000000000001',
  '1e126',
  '1e-131',
  '1e99999999999',
])('%j is refused', (text) => {
  expect(canonicalNumber(text)).toBeUndefined()
})

// A decimal as an exact fraction of two big integers: whole × 10^scale.
const decimal = fc
  .record({
    whole: fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
    scale: fc.integer({ min: -60, max: 60 }),
  })
  .map(({ whole, scale }) => ({ whole, scale, text: `${whole}e${scale}` }))

test('a number keeps its value exactly, whatever its form', () => {
  fc.assert(
    fc.property(decimal, fc.nat(5), ({ whole, scale, text }, zeros) => {
      const canonical = canonicalNumber(text) as string
      expect(scaled(canonical)).toBe(whole * 10n ** BigInt(scale + 200))
      expect(
        canonicalNumber(text.replace(/(-?)(\d+)/, `$1${'0'.repeat(zeros)}$2.${'0'.repeat(zeros + 1)}`)),
      ).toBe(canonical)
      expect(digitPairs(canonical)).toBeLessThanOrEqual(20)
    }),
  )
})

test('order is that of the values, where doubles would take two for one', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const [left, right] = [canonicalNumber(a.text) as string, canonicalNumber(b.text) as string]
      const difference = scaled(left) - scaled(right)
      expect(Math.sign(compareNumbers(left, right))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
    }),
  )
  expect(compareNumbers('9007199254740993', '9007199254740992')).toBeGreaterThan(0)
})

/** The value × 10^200, which is whole for every number of these tests. */
function scaled(canonical: string): bigint {
  const [mantissa = '', exponent = '0'] = canonical.split('E')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return BigInt(whole + fraction) * 10n ** BigInt(200 + Number(exponent) - fraction.length)
}
