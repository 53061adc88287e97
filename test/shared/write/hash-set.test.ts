import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHashSet } from '../../../shared/write/hash-set.ts'

test('it holds what a Set holds, whatever is added and deleted', () => {
  // Few values, so that runs of neighbours form and break; and 0, which is no value of the table's.
  const hash = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: -15, max: 15 }) },
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), hash), { maxLength: 400, size: 'max' }), (steps) => {
      const set = createHashSet(64)
      const model = new Set<number>()
      for (const [adds, value] of steps) {
        if (adds) expect(set.add(value)).toBe(!model.has(value))
        else set.delete(value)
        if (adds) model.add(value)
        else model.delete(value)
        expect(set.size).toBe(model.size)
      }
      for (const value of model) expect(set.add(value)).toBe(false)
    }),
  )
})

test('it grows beyond its first size', () => {
  const set = createHashSet()
  const hashes = Array.from({ length: 50_000 }, (_, place) => place * 32_768)
  expect(hashes.filter((hash) => set.add(hash))).toHaveLength(50_000)
  expect(hashes.filter((hash) => set.add(hash))).toHaveLength(0)
  for (const hash of hashes) set.delete(hash)
  expect(set.size).toBe(0)
})
