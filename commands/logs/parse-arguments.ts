import { parseDuration } from '../terminal/durations.ts'
import { readArguments } from '../terminal/read-arguments.ts'
import type { Parsed } from '../terminal/run-command.ts'
import { ACT_NAMES, type Act } from './log-places.ts'

/** Of the 1,024 characters of a filter pattern two are its quotation marks. */
const OBJECT_CHARACTERS_MAX = 1_022

export const USAGE = `npm run logs -- ACT [--follow] [--since 10m] [--object KEY] [--json] [--stage local]
  ACT       a task or a function: ${ACT_NAMES.join(', ')}
  --follow  goes on telling what is written, until Ctrl-C
  --since   how far back: 45s, 30m, 2h or 7d
  --object  only lines that name this object: s3://bucket/key, or a part of it
  --json    lines as they were written, for other programs
  --stage   the stack stevedore-STAGE; local is the one of npm start`

export interface LogsArguments {
  readonly act: Act
  readonly follow: boolean
  readonly sinceMs: number
  readonly object: string | undefined
  readonly json: boolean
  readonly stage: string
}

const OPTIONS = {
  follow: { type: 'boolean', short: 'f', default: false },
  since: { type: 'string', default: '10m' },
  object: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<LogsArguments> {
  return readArguments(args, OPTIONS, (values, positionals) => {
    const [name, ...more] = positionals
    const act = ACT_NAMES.find((each) => each === name)
    const sinceMs = parseDuration(values.since)
    const faults = [
      ...(act === undefined ? [`${whichAct(name)}: say ${ACT_NAMES.join(', ')}.`] : []),
      ...(more.length > 0 ? [`One at a time: ${more.join(', ')} is too much.`] : []),
      ...(sinceMs === undefined
        ? [`--since is ${JSON.stringify(values.since)}: say for example 45s, 30m, 2h or 7d.`]
        : []),
      ...(values.object?.includes('"')
        ? ['--object cannot hold a quotation mark: say a part without it.']
        : []),
      ...((values.object?.length ?? 0) > OBJECT_CHARACTERS_MAX
        ? [
            `--object has ${values.object?.length} characters, CloudWatch Logs looks for at most ${OBJECT_CHARACTERS_MAX}: say a part of it, such as its end.`,
          ]
        : []),
    ]
    if (faults.length > 0 || act === undefined || sinceMs === undefined) return { faults }
    const { follow, object, json, stage } = values
    return { act, follow, sinceMs, object, json, stage }
  })
}

function whichAct(name: string | undefined): string {
  return name === undefined
    ? 'No task or function is named'
    : `Nothing here is called ${JSON.stringify(name)}`
}
