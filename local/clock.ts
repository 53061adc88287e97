import { setTimeout as sleep } from 'node:timers/promises'

export interface Clock {
  /** Milliseconds since 1970 in this clock's own time. */
  now(): number
  /** Waits for so much of this clock's time; rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The time of the machine, or one that runs `speed` times as fast from the moment it is made. */
export function createClock(speed = 1): Clock {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: (milliseconds, signal) =>
      sleep(Math.max(0, milliseconds) / speed, undefined, signal ? { signal } : {}),
  }
}
