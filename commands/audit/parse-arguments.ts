import { parseArgs } from 'node:util'
import { parseDuration } from '../terminal/durations.ts'
import type { Parsed } from '../terminal/run-command.ts'

export const USAGE = `npm run audit -- [--lost-after TIME] [--stage local]
  --lost-after  take files for lost after so long without an event, for example 0s; otherwise the stack's parameter
  --stage       the stack stevedore-STAGE; local is the one of npm start
Starts the hourly task now, and tells what it found. It also loads the files that wait for the hour.`

export interface AuditArguments {
  readonly lostAfterMs: number | undefined
  readonly stage: string
}

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<AuditArguments> {
  let parsed: ReturnType<typeof read>
  try {
    parsed = read(args)
  } catch (error) {
    return { faults: [(error as Error).message] }
  }
  const { values } = parsed
  if (values.help) return 'help'
  const given = values['lost-after']
  const lostAfterMs = given === undefined ? undefined : parseDuration(given)
  const faults = [
    ...(given !== undefined && lostAfterMs === undefined
      ? [`--lost-after is ${given}: say a time such as 0s, 15m or 2h.`]
      : []),
    ...(values.stage === '' ? ['--stage is empty: say for example --stage local.'] : []),
  ]
  return faults.length > 0 ? { faults } : { lostAfterMs, stage: values.stage }
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      'lost-after': { type: 'string' },
      stage: { type: 'string', default: 'local' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}
