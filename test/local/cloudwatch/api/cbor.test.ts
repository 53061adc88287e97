import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCbor } from '../../../../local/cloudwatch/api/decode-cbor.ts'
import { encodeCbor } from '../../../../local/cloudwatch/api/encode-cbor.ts'

test('reads what it wrote', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.boolean(),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
      fc.array(tie('value'), { maxLength: 30 }),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        tie('value'),
        {
          noNullPrototype: true,
        },
      ),
    ),
  })).value
  fc.assert(
    fc.property(value, (given) => {
      expect(decodeCbor(encodeCbor(given))).toEqual(given)
    }),
  )
})

// RFC 8949, appendix A.
test.each([
  ['1903e8', 1000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['3903e7', -1000],
  ['fa47c35000', 100_000],
  ['fb3ff199999999999a', 1.1],
  ['c11a514b67b0', new Date('2013-03-21T20:04:00Z')],
  ['826161bf61626163ff', ['a', { b: 'c' }]],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['f5', true],
])('reads %s', (hex, value) => {
  expect(decodeCbor(Buffer.from(hex, 'hex'))).toEqual(value)
})

test.each(['', '62', '6261', '9f01', 'ff', '1f'])('refuses %s', (hex) => {
  expect(() => decodeCbor(Buffer.from(hex, 'hex'))).toThrow('The body is no CBOR')
})
