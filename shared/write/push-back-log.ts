import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { RowsAnswer } from './tables.ts'

/** One line for each kind of answer in this time: a throttled table would fill the log. */
const QUIET_MS = 30_000

export type PushBackLog = (answer: RowsAnswer, fields: Readonly<Record<string, unknown>>) => void

/** Tells the log, now and then, that rows must be sent again. */
export function createPushBackLog({ log, clock }: { log: Log; clock: Clock }): PushBackLog {
  const told = new Map<string, { at: number; since: number }>()

  return (answer, fields) => {
    const last = told.get(answer.kind)
    if (last && clock.monotonic() - last.at < QUIET_MS) {
      last.since++
      return
    }
    told.set(answer.kind, { at: clock.monotonic(), since: 0 })
    const error = 'error' in answer ? { error: answer.error } : {}
    const reason = answer.kind === 'throttled' ? { reason: answer.reason } : {}
    log.warn(messageOf(answer), { ...reason, ...fields, ...error, untold: last?.since ?? 0 })
  }
}

function messageOf({ kind }: RowsAnswer): string {
  if (kind === 'no-answer')
    return 'A row request got no answer: it is sent again when it can no longer arrive'
  if (kind === 'unclear') return 'A row request was refused: it is sent again by the official client'
  if (kind === 'refused') return 'A row was refused without the item that stands there: it is sent again'
  return 'The table takes rows more slowly than they are read: they are sent again'
}
