import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'

const PROGRESS_EVERY_MS = 10_000

export interface Progress {
  readonly rowsRead: number
  readonly rowsRejected: number
  readonly bytes: number
}

/** Tells the log how far a load is, every ten seconds, and how fast it was at its end. */
export function createReport(clock: Clock, log: Log, progress: Progress) {
  const beganAt = clock.monotonic()
  let toldAt = beganAt
  return {
    everyNowAndThen: () => {
      const now = clock.monotonic()
      if (now - toldAt < PROGRESS_EVERY_MS) return
      toldAt = now
      log.info('Loading', { ...progress, rowsPerSecond: perSecond(progress.rowsRead, now - beganAt) })
    },
    end: (counts: Progress) => {
      const elapsedMs = Math.round(clock.monotonic() - beganAt)
      log.info('Every row is in its place', {
        ...counts,
        elapsedMs,
        rowsPerSecond: perSecond(counts.rowsRead, elapsedMs),
      })
    },
  }
}

function perSecond(rows: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((rows * 1000) / milliseconds) : rows
}
