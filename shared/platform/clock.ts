import { setTimeout as sleep } from 'node:timers/promises'

/** Time, as an argument: tests bring their own. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number
  /** Never runs backwards and knows no leap: milliseconds since some moment of this process. */
  monotonic(): number
  /** Rejects with the signal's reason when it aborts. A moment that has passed already is not waited for. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(Math.max(0, milliseconds), undefined, signal ? { signal } : {})
  },
}
