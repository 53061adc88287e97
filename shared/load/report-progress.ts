import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'

const PROGRESS_EVERY_MS = 10_000

export interface Progress {
  readonly rowsRead: number
  readonly rowsRejected: number
  readonly bytes: number
}

export interface Pace {
  readonly elapsedMs: number
  readonly rowsPerSecond: number
}

/** Tells the log every ten seconds how far a load is, and whoever asks how fast it was. */
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
    pace: (): Pace => {
      const elapsedMs = Math.round(clock.monotonic() - beganAt)
      return { elapsedMs, rowsPerSecond: perSecond(progress.rowsRead, elapsedMs) }
    },
  }
}

function perSecond(rows: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((rows * 1000) / milliseconds) : rows
}
