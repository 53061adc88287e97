import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Ending } from './end-load.ts'
import { loadMetrics, type Measured } from './load-metrics.ts'
import type { LoadOutcome } from './outcome.ts'

export type TellEnd = (log: Log, ending: Ending, measured?: Measured) => void

/** The one line by which the log tells that a load is at its end, with its figures for CloudWatch. */
export function createTellEnd({ stackName, clock }: { stackName: string; clock: Clock }): TellEnd {
  return function tellEnd(log, ending, measured = {}) {
    const { status, counts = {}, rejectsKey, error } = ending
    const { rowsRead, rowsWritten, rowsRejected, rowsDuplicate, bytes } = counts
    const level = status === 'failed' ? 'error' : status === 'rejected' ? 'warn' : 'info'
    // The rejects of a file without refused rows say the error once more.
    const rejects = rowsRejected ? { rejectsKey } : {}
    const rows = { rowsRead, rowsWritten, rowsRejected, rowsDuplicate, ...rejects }
    const metrics = loadMetrics(stackName, ending, measured, clock.now())
    log[level](`The load ends: ${status}`, { status, ...rows, bytes, ...measured.pace, error, ...metrics })
  }
}

/** Tells what came of a load where no attempt of it began, and answers it. Who is busy waits or goes: the host knows. */
export function toldOutcome(log: Log, outcome: LoadOutcome, tellEnd: TellEnd): LoadOutcome {
  switch (outcome.kind) {
    case 'settled':
      tellEnd(log, outcome)
      break
    case 'already':
      log.info(`Nothing to load: it is ${outcome.status} already`, { status: outcome.status })
      break
    case 'waits-for-hour':
      log.info('The load waits for the hour')
      break
    case 'not-now':
      log.warn('The load is for later', {
        error: outcome.error,
        retryAfterSeconds: outcome.retryAfterSeconds,
      })
      break
    case 'handed-back':
      log.info('The load is not begun: the worker stops')
      break
    case 'busy':
      break
  }
  return outcome
}
