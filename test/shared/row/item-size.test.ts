import { expect, test } from 'vitest'
import { valueBytes } from '../../../shared/row/item-size.ts'

test('a text counts its bytes in UTF-8, what is true, false or null one', () => {
  expect(valueBytes({ S: 'ü' })).toBe(2)
  expect(valueBytes({ BOOL: false })).toBe(1)
  expect(valueBytes({ NULL: true })).toBe(1)
})

test('a list or map counts three bytes, and one more for each element', () => {
  // M 3 + (1 + "ab" 2 + L 3 + (1 + 1) + (1 + "x" 1))
  expect(valueBytes({ M: { ab: { L: [{ BOOL: true }, { S: 'x' }] } } })).toBe(13)
})

// A byte holds two digits, in pairs counted from the point: 1.5 takes two of them, 15 and 0.15 one.
test.each([
  ['0', 1],
  ['1', 2],
  ['15', 2],
  ['1.5', 3],
  ['0.15', 2],
  ['0.015', 3],
  ['100', 2],
  ['1000.5', 4],
  ['-1.5', 4],
])('the number %s counts %i bytes', (number, bytes) => {
  expect(valueBytes({ N: number })).toBe(bytes)
})
