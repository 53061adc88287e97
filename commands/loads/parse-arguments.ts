import type { LoadStatus } from '../../shared/load/outcome.ts'
import { parseDuration } from '../terminal/durations.ts'
import { type CommandLine, readArguments, type Understood } from '../terminal/read-arguments.ts'
import type { Parsed } from '../terminal/run-command.ts'

export const USAGE = `npm run loads -- [--status S] [--dataset NAME] [--since 2h] [--older-than 10m] [--limit 50] [--json] [--stage local]
npm run loads -- show OBJECT [--version ID] [--follow | --json] [--stage local]
  --status      one of queued, loading, loaded, rejected, failed, superseded, gone, ignored; or several: failed,rejected
  --since       whose status changed in the last 45s, 30m, 2h or 7d
  --older-than  whose status has not changed for so long
  --limit       how many, the newest first
  show          all that is known of one load, and what becomes of it: s3://bucket/key, or a key of the landing bucket
  --version     an S3 version id; otherwise the newest version that the ledger has
  --follow      goes on telling until the load is at its end
  --json        for other programs: a JSON object on a line for each load, as the ledger has it
  --stage       the stack stevedore-STAGE; local is the one of npm start`

const STATUSES = [
  ...(['queued', 'loading', 'loaded', 'rejected'] as const),
  ...(['failed', 'superseded', 'gone', 'ignored'] as const),
] satisfies readonly LoadStatus[]

const LIMIT_MAX = 1000

export interface ListArguments {
  readonly act: 'list'
  readonly statuses: readonly LoadStatus[]
  readonly dataset: string | undefined
  readonly sinceMs: number | undefined
  readonly olderThanMs: number | undefined
  readonly limit: number
  readonly json: boolean
  readonly stage: string
}

export interface ShowArguments {
  readonly act: 'show'
  readonly object: string
  readonly version: string | undefined
  readonly follow: boolean
  readonly json: boolean
  readonly stage: string
}

const OPTIONS = {
  status: { type: 'string' },
  dataset: { type: 'string' },
  since: { type: 'string' },
  'older-than': { type: 'string' },
  limit: { type: 'string', default: '50' },
  version: { type: 'string' },
  follow: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<ListArguments | ShowArguments> {
  return readArguments<typeof OPTIONS, ListArguments | ShowArguments>(
    args,
    OPTIONS,
    (values, positionals) => {
      const [act = 'list', ...words] = positionals
      if (act === 'list') return parseList(values, words)
      if (act === 'show') return parseShow(values, words)
      return { faults: [`There is no ${act}: say list or show.`] }
    },
  )
}

type Values = CommandLine<typeof OPTIONS>['values']

function parseList(values: Values, words: readonly string[]): Understood<ListArguments> {
  const { dataset, since, 'older-than': olderThan, json, stage } = values
  const statuses = values.status?.split(',') ?? STATUSES
  const known = STATUSES.filter((status) => statuses.includes(status))
  const limit = Number(values.limit)
  const faults = [
    ...words.map((word) => `${word} is too much: for one load say show ${word}.`),
    ...statuses
      .filter((status) => !STATUSES.some((each) => each === status))
      .map((status) => `There is no status ${JSON.stringify(status)}: say ${STATUSES.join(', ')}.`),
    ...faultOfDuration('--since', since),
    ...faultOfDuration('--older-than', olderThan),
    ...(Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX
      ? []
      : [`--limit is ${JSON.stringify(values.limit)}: say a number from 1 to ${LIMIT_MAX}.`]),
    ...(values.version !== undefined || values.follow
      ? ['--version and --follow belong to show: say show OBJECT.']
      : []),
  ]
  if (faults.length > 0) return { faults }
  const sinceMs = since === undefined ? undefined : parseDuration(since)
  const olderThanMs = olderThan === undefined ? undefined : parseDuration(olderThan)
  return { act: 'list', statuses: known, dataset, sinceMs, olderThanMs, limit, json, stage }
}

function parseShow(values: Values, words: readonly string[]): Understood<ShowArguments> {
  const { version, follow, json, stage } = values
  const [object, ...more] = words
  if (!object) return { faults: ['Which load? Name its object: s3://bucket/key, or its key.'] }
  if (more.length > 0) return { faults: [`One load at a time: ${more.join(', ')} is too much.`] }
  if (follow && json) return { faults: ['Say either --follow or --json.'] }
  return { act: 'show', object, version, follow, json, stage }
}

function faultOfDuration(name: string, text: string | undefined): string[] {
  if (text === undefined || parseDuration(text) !== undefined) return []
  return [`${name} is ${JSON.stringify(text)}: say for example 45s, 30m, 2h or 7d.`]
}
