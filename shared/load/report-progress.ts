import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { TakenRows } from './take-rows.ts'

const PROGRESS_EVERY_MS = 10_000

/** Of one attempt: records that an earlier one read do not make it faster. */
export interface Pace {
  readonly elapsedMs: number
  readonly rowsPerSecond: number
  /** The first record that it read, where it went on from a checkpoint. */
  readonly fromRecord?: number
}

/** Tells the log every ten seconds how far a load is, and whoever asks how fast it was. */
export function createReport(deps: {
  readonly clock: Clock
  readonly log: Log
  readonly sizeBytes: number
  readonly taken: TakenRows
  /** Bytes of the object that were read. */
  readonly bytesDone: () => number
}) {
  const { clock, log, sizeBytes, taken, bytesDone } = deps
  const beganAt = clock.monotonic()
  const rowsBefore = taken.rowsRead
  let toldAt = beganAt
  return {
    everyNowAndThen: (now: number) => {
      if (now - toldAt < PROGRESS_EVERY_MS) return
      toldAt = now
      const bytes = bytesDone()
      const percent = Math.floor((bytes * 100) / sizeBytes)
      log.info('Loading', { ...taken, bytes, sizeBytes, percent, ...pace(now) })
    },
    pace: () => pace(clock.monotonic()),
  }

  function pace(now: number): Pace {
    const elapsedMs = Math.round(now - beganAt)
    const rowsPerSecond = perSecond(taken.rowsRead - rowsBefore, elapsedMs)
    return { elapsedMs, rowsPerSecond, ...(rowsBefore > 0 ? { fromRecord: rowsBefore + 1 } : {}) }
  }
}

function perSecond(rows: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((rows * 1000) / milliseconds) : rows
}
