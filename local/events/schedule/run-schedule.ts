import type { Clock } from '../../clock.ts'
import type { Schedule } from './parse-schedule.ts'

// A timer takes at most 2^31 - 1 ms, 24 days; a fast clock divides this, and an hour leaves room for any.
const SLEEP_MILLISECONDS_MAX = 3_600_000

/**
 * Calls `fire` at every time of the schedule, until the signal aborts. Times that pass while nothing runs, or while
 * `fire` is at work, are skipped. Rejects with what `fire` rejects with; resolves when there is no time left.
 */
export async function runSchedule(
  schedule: Schedule,
  clock: Clock,
  fire: (time: Date) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let after = new Date(clock.now())
  for (;;) {
    const time = schedule.next(after)
    if (!time) return
    for (let wait = time.getTime() - clock.now(); wait > 0; wait = time.getTime() - clock.now()) {
      await clock.sleep(Math.min(wait, SLEEP_MILLISECONDS_MAX), signal)
    }
    if (signal.aborted) return
    await fire(time)
    after = new Date(Math.max(time.getTime(), clock.now()))
  }
}
