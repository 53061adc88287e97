import type { Logs } from '../logs.ts'
import type { Call } from './calls.ts'
import { neededStatement } from './denial.ts'
import type { IamMode } from './enforcer.ts'

/** Tells of a refusal on the screen and in a log of its own, with the statement that would allow the call. */
export function tellRefusal(logs: Logs, mode: IamMode) {
  let log: ReturnType<Logs['open']> | undefined
  return (call: Call): void => {
    const { who, action, resource, decision } = call
    const refused = mode === 'warn' ? 'would be refused' : 'refused'
    const remedy =
      decision.kind === 'denied'
        ? `the statement ${decision.statement.place} denies it`
        : `it would take ${neededStatement(call)}`
    logs.say('iam', `${refused}: ${action} on ${resource} to ${who}: ${remedy}`)
    log ??= logs.open('iam', 'refused')
    log.line(JSON.stringify({ refused: mode === 'enforce', ...call }))
  }
}
