import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumFault } from '../../../local/dynamodb/number-limits.ts'

test.each([
  ['99999999999999999999999999999999999999', 'add', '1', undefined],
  ['99999999999999999999999999999999999999', 'add', '2', /38 significant/],
  ['1e125', 'add', '9e125', /larger/],
  ['1e-130', 'subtract', '0.9e-130', /smaller/],
  ['1', 'subtract', '1.0', undefined],
  ['-.5', 'add', '+1E2', undefined],
  ['1e125', 'add', '1e-130', /38 significant/],
] as const)('%s %s %s is judged as DynamoDB would', (left, operator, right, fault) => {
  const found = sumFault(left, operator, right)
  if (fault) expect(found).toMatch(fault)
  else expect(found).toBeUndefined()
})

test('a sum of whole numbers is refused exactly when it has more than 38 significant digits', () => {
  const number = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })
  fc.assert(
    fc.property(number, number, (a, b) => {
      const digits = String(a + b).replace(/^-|0+$/g, '')
      expect(sumFault(String(a), 'add', String(b)) !== undefined).toBe(digits.length > 38)
    }),
  )
})
