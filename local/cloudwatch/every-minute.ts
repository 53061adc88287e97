import type { Clock } from '../clock.ts'
import { MINUTE_MS } from './metric/metric-store.ts'

/**
 * Calls `work` now and at every full minute after, with the first millisecond of that minute. Rejects with the signal's
 * reason when it aborts.
 */
export async function everyMinute(
  clock: Clock,
  work: (minute: number) => void,
  signal: AbortSignal,
): Promise<never> {
  for (;;) {
    const minute = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS
    work(minute)
    // A timer may wake a little early.
    while (clock.now() < minute + MINUTE_MS) await clock.sleep(minute + MINUTE_MS - clock.now(), signal)
    signal.throwIfAborted()
  }
}
