import { expect, test } from 'vitest'
import { breakerThreshold, startPause } from '../../../local/ecs/service/start-failures.ts'

test.each([
  [0, 3],
  [1, 3],
  [6, 3],
  [7, 4],
  [25, 13],
  [400, 200],
  [800, 200],
])('with %i tasks %i failed starts end a deployment', (desiredCount, threshold) => {
  expect(breakerThreshold(desiredCount)).toBe(threshold)
})

test('a threshold of its own is a count, or a share within the limits or without them', () => {
  expect(breakerThreshold(10, { type: 'COUNT', value: 1 })).toBe(1)
  expect(breakerThreshold(10, { type: 'BOUNDED_PERCENT', value: 10 })).toBe(3)
  expect(breakerThreshold(10, { type: 'UNBOUNDED_PERCENT', value: 10 })).toBe(1)
  expect(breakerThreshold(1000, { type: 'UNBOUNDED_PERCENT', value: 50 })).toBe(500)
})

test('the pause before the next start doubles up to 27 minutes', () => {
  expect([0, 1, 2, 3, 100].map(startPause)).toEqual([0, 2000, 4000, 8000, 27 * 60_000])
})
