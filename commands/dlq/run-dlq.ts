import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'
import { type Connection, connect } from '../stack/connect.ts'
import { addressOf } from '../stack/object-address.ts'
import { outputOf } from '../stack/output-of.ts'
import { confirm } from '../terminal/confirm.ts'
import { counted, printable } from '../terminal/printable.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import { type DeadLetterQueue, deadLetterQueues, withSource } from './dead-letter-queues.ts'
import { letterJson } from './letter-json.ts'
import { letterLines } from './letter-lines.ts'
import type { DlqArguments } from './parse-arguments.ts'
import { peek, type QueueSight, queueLines, seeQueues } from './tell-queues.ts'
import { dropLetters, isOf, redriveLetters } from './work-letters.ts'

/** Tells what lies in the dead-letter queues of a stack, and does with it what a person asks for. */
export async function runDlq(options: DlqArguments, context: CommandContext): Promise<ExitCode> {
  const connection = await connect(options.stage, context.env)
  try {
    const landingBucket = outputOf(connection, 'LandingBucketName')
    const object = options.object === undefined ? undefined : addressOf(options.object, landingBucket).name
    const request: Request = {
      ...{ options, context, connection, landingBucket, object },
      queues: deadLetterQueues(connection, options.queue),
      now: context.clock.now(),
    }
    if (options.act === 'list') return await list(request)
    return options.act === 'show' ? await show(request) : await work(request)
  } finally {
    connection.close()
  }
}

interface Request {
  readonly options: DlqArguments
  readonly context: CommandContext
  readonly connection: Connection
  readonly landingBucket: string
  readonly object: string | undefined
  readonly queues: readonly DeadLetterQueue[]
  /** Milliseconds since 1970. */
  readonly now: number
}

async function list({ queues, options, context, ...look }: Request): Promise<ExitCode> {
  const { screen, signal } = context
  const seen = await seeQueues(queues, { ...look, signal })
  const lines = options.json ? seen.map(queueJson) : queueLines(seen, look.now, screen.columns)
  for (const line of lines) screen.print(line)
  return EXIT_CODES.done
}

function queueJson({ oldest, ...queue }: QueueSight): string {
  const time = oldest === undefined ? {} : { oldest: new Date(oldest).toISOString() }
  return JSON.stringify({ ...queue, ...time })
}

async function show({ queues, options, context, object, ...look }: Request): Promise<ExitCode> {
  for (const queue of queues) {
    const { print } = context.screen
    const wanted = { ...look, signal: context.signal }
    const letters = await peek(queue, wanted, options.limit + 1, (letter) => isOf(letter, object))
    if (options.json) {
      for (const letter of letters.slice(0, options.limit)) print(letterJson(queue.name, letter))
      continue
    }
    const isMore = letters.length > options.limit
    print(
      `${queue.name}: ${isMore ? `more than ${counted(options.limit, 'message')}` : counted(letters.length, 'message')}`,
    )
    for (const letter of letters.slice(0, options.limit))
      for (const line of letterLines(letter, look.now)) print(line)
  }
  return EXIT_CODES.done
}

/** Ends with 64 where nothing was chosen: a name was mistyped, or somebody was first. */
async function work(request: Request): Promise<ExitCode> {
  const { options, context, connection, landingBucket, object, now } = request
  const isOfAll = options.act === 'redrive' && options.queue === undefined
  const queues = isOfAll ? withSource(request.queues) : request.queues
  const { signal, screen } = context
  if (options.act === 'drop' && !options.yes) {
    const what = `${object === undefined ? 'All messages' : `The messages of ${object}`} in ${queues.map(({ name }) => name).join(', ')} are deleted. Go on?`
    if (!(await confirm(what, '--yes', signal))) return EXIT_CODES.done
  }
  const act = options.act === 'drop' ? dropLetters : redriveLetters
  let total = 0
  for (const queue of queues) {
    const count = await act(connection, queue, { landingBucket, signal, object, sentBefore: now })
    total += count
    const done = options.act === 'drop' ? 'deleted' : `sent back to the queue ${queue.name}`
    screen.print(`${queue.name}: ${counted(count, 'message')} ${done}`)
  }
  if (total > 0 || (object === undefined && options.queue === undefined)) return EXIT_CODES.done
  screen.print(
    `There was no message${object === undefined ? '' : ` of ${printable(object)}`}: npm run dlq -- show tells what there is`,
  )
  return EXIT_CODES.person
}
