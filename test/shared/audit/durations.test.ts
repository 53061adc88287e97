import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDurations } from '../../../shared/audit/durations.ts'

test('percentiles are at most two in a hundred above the true ones, and never below', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 200 }), (all) => {
      const durations = createDurations()
      for (const each of all) durations.add(each)
      const sorted = all.toSorted((one, other) => one - other)
      const told = durations.told()
      for (const [share, value] of [
        [0.5, told?.p50],
        [0.95, told?.p95],
      ] as const) {
        const truth = sorted[Math.ceil(share * all.length) - 1] ?? 0
        expect(value).toBeGreaterThanOrEqual(truth - 1)
        expect(value).toBeLessThanOrEqual(Math.max(11, truth * 1.021 + 1))
      }
      expect(told?.max).toBe(sorted.at(-1))
      expect(told?.bars.reduce((sum, bar) => sum + bar, 0)).toBe(all.length)
    }),
  )
})

test('none are told of none', () => {
  expect(createDurations().told()).toBeUndefined()
})
