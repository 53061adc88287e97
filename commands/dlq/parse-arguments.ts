import { readArguments } from '../terminal/read-arguments.ts'
import type { Parsed } from '../terminal/run-command.ts'

export const USAGE = `npm run dlq -- [list] [--json] [--stage local]
npm run dlq -- show [--queue NAME] [--object OBJECT] [--limit 20] [--json]
npm run dlq -- redrive --queue NAME | --object OBJECT | --all
npm run dlq -- drop --queue NAME | --object OBJECT | --all [--yes]
  list       every dead-letter queue of the stack, with its number of messages
  show       what lies in them, and why; nothing is taken out
  redrive    sends messages to the queue they came from; a load that failed is opened again by its message
  drop       deletes messages; the ledger keeps what it says of their loads
  --queue    the messages of one queue: loads, launches, stops, audit
  --object   the messages of one object: s3://bucket/key, or a key of the landing bucket
  --all      the messages of all queues
  --limit    how many of each queue are shown
  --yes      asks nothing before it deletes
  --json     for other programs, with list and show: a JSON object on a line for each queue or message
  --stage    the stack stevedore-STAGE; local is the one of npm start`

const ACTS = ['list', 'show', 'redrive', 'drop'] as const
const LIMIT_MAX = 1000

export interface DlqArguments {
  readonly act: (typeof ACTS)[number]
  readonly queue: string | undefined
  readonly object: string | undefined
  readonly limit: number
  readonly yes: boolean
  readonly json: boolean
  readonly stage: string
}

const OPTIONS = {
  queue: { type: 'string' },
  object: { type: 'string' },
  all: { type: 'boolean', default: false },
  limit: { type: 'string', default: '20' },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<DlqArguments> {
  return readArguments(args, OPTIONS, (values, positionals) => {
    const [word = 'list', ...more] = positionals
    const act = ACTS.find((each) => each === word)
    const limit = Number(values.limit)
    const { queue, object, all, yes, json, stage } = values
    const chosen = queue !== undefined || object !== undefined
    const faults = [
      ...(act ? [] : [`There is no ${word}: say ${ACTS.join(', ')}.`]),
      ...(more.length > 0
        ? [`${more.join(', ')} is too much: choose messages with --queue or --object.`]
        : []),
      ...((act === 'redrive' || act === 'drop') && chosen === all
        ? [`Which messages? Say --queue NAME, --object OBJECT (or both), or --all.`]
        : []),
      ...(Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX
        ? []
        : [`--limit is ${JSON.stringify(values.limit)}: say a number from 1 to ${LIMIT_MAX}.`]),
    ]
    if (!act || faults.length > 0) return { faults }
    return { act, queue, object, limit, yes, json, stage }
  })
}
