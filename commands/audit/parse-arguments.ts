import { parseDuration } from '../terminal/durations.ts'
import { readArguments } from '../terminal/read-arguments.ts'
import type { Parsed } from '../terminal/run-command.ts'

export const USAGE = `npm run audit -- [--lost-after TIME] [--stage local]
  --lost-after  take files for lost after so long without an event, for example 0s; otherwise the stack's parameter
  --stage       the stack stevedore-STAGE; local is the one of npm start
Starts the hourly task now, and tells what it found. It also loads the files that wait for the hour.`

export interface AuditArguments {
  readonly lostAfterMs: number | undefined
  readonly stage: string
}

const OPTIONS = {
  'lost-after': { type: 'string' },
} as const

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<AuditArguments> {
  return readArguments(args, OPTIONS, (values, words) => {
    const given = values['lost-after']
    const lostAfterMs = given === undefined ? undefined : parseDuration(given)
    const faults = [
      ...words.map((word) => `${word} is too much: the task looks at all objects.`),
      ...(given !== undefined && lostAfterMs === undefined
        ? [`--lost-after is ${given}: say a time such as 0s, 15m or 2h.`]
        : []),
    ]
    return faults.length > 0 ? { faults } : { lostAfterMs, stage: values.stage }
  })
}
