import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../shared/platform/clock.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a sleep ends when its time is over, and holds nothing of its signal afterwards', async () => {
  const stop = new AbortController()
  const removed = vi.spyOn(stop.signal, 'removeEventListener')
  const slept = systemClock.sleep(1_000, stop.signal)
  await vi.advanceTimersByTimeAsync(1_000)
  await expect(slept).resolves.toBeUndefined()
  expect(removed).toHaveBeenCalledOnce()
})

test.each([
  ['meanwhile', (stop: AbortController, sleep: () => Promise<void>) => [sleep(), stop.abort(WHY)]],
  ['before', (stop: AbortController, sleep: () => Promise<void>) => [stop.abort(WHY), sleep()]],
])('a signal that aborts %s ends the sleep with its reason, and no timer is left', async (_when, act) => {
  const stop = new AbortController()
  const sleep = () => systemClock.sleep(1_000, stop.signal)
  await expect(Promise.all(act(stop, sleep))).rejects.toBe(WHY)
  expect(vi.getTimerCount()).toBe(0)
})

test('a moment that has passed is not waited for', async () => {
  const slept = systemClock.sleep(-5)
  await vi.advanceTimersByTimeAsync(0)
  await expect(slept).resolves.toBeUndefined()
})

const WHY = new Error('Stopped')
