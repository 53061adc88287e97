import * as z from 'zod'
import { type CallCloudwatchLogs, CloudwatchLogsError } from '../../shared/aws/call-cloudwatch-logs.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import { StevedoreError } from '../../shared/platform/error.ts'
import type { LogPlace } from './log-places.ts'

const LOOK_EVERY_MS = 1_000
/** CloudWatch Logs takes some ten such requests a second from a whole account, and pages without a line come as fast. */
const PASSING = new Set(['ThrottlingException', 'ServiceUnavailableException', 'InternalFailure'])
const TRIES = 10
/** Lines of several tasks come to CloudWatch a little out of order, and this much late. */
const LATE_MS = 30_000

const event = z.object({
  eventId: z.string(),
  logStreamName: z.string(),
  timestamp: z.number(),
  message: z.string(),
})
const page = z.object({ events: z.array(event), nextToken: z.string().optional() })

export type LogEvent = z.infer<typeof event>

export interface LogRequest extends LogPlace {
  /** Milliseconds since 1970. */
  readonly startTime: number
  readonly filterPattern?: string
}

/**
 * Gives each line of a log once, from a time on, and goes on until the signal where it is followed.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export async function readLog(
  request: LogRequest,
  deps: {
    readonly call: CallCloudwatchLogs
    readonly clock: Pick<Clock, 'sleep'>
    readonly signal: AbortSignal
    readonly follow: boolean
    onEvent(event: LogEvent): void
  },
): Promise<void> {
  const { clock, signal, follow, onEvent } = deps
  const told = new Map<string, number>()
  let startTime = request.startTime
  for (;;) {
    for await (const event of eventsOf({ ...request, startTime }, deps)) {
      if (told.has(event.eventId)) continue
      told.set(event.eventId, event.timestamp)
      onEvent(event)
    }
    if (!follow) return
    const newest = Math.max(request.startTime, ...told.values())
    startTime = Math.max(request.startTime, newest - LATE_MS)
    for (const [id, timestamp] of told) if (timestamp < startTime) told.delete(id)
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}

interface Asking {
  readonly call: CallCloudwatchLogs
  readonly clock: Pick<Clock, 'sleep'>
  readonly signal: AbortSignal
}

async function* eventsOf(request: LogRequest, asking: Asking): AsyncGenerator<LogEvent> {
  let nextToken: string | undefined
  do {
    const input = { ...request, ...(nextToken === undefined ? {} : { nextToken }) }
    const answer = page.parse(await ask(input, asking).catch(explained(request, asking.signal)))
    yield* answer.events
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
}

async function ask(input: object, { call, clock, signal }: Asking): Promise<unknown> {
  for (let tried = 1; ; tried++) {
    try {
      return await call('FilterLogEvents', input, signal)
    } catch (error) {
      const passes = error instanceof CloudwatchLogsError && PASSING.has(error.type)
      if (!passes || tried === TRIES) throw error
      await clock.sleep(LOOK_EVERY_MS, signal)
    }
  }
}

/** A group that is not there has nothing yet: the local runtime makes one with its first line. */
function explained({ logGroupName }: LogRequest, signal: AbortSignal) {
  return (cause: unknown): unknown => {
    signal.throwIfAborted()
    if (cause instanceof CloudwatchLogsError && cause.type === 'ResourceNotFoundException')
      return { events: [] }
    if (!(cause instanceof CloudwatchLogsError))
      throw new StevedoreError(
        'dependency.unavailable',
        `CloudWatch Logs gives no answer: ${String(cause)}. Try again`,
        { cause },
      )
    throw new StevedoreError(
      'dependency.denied',
      `The log group ${logGroupName} cannot be read: ${cause.message}. It takes logs:FilterLogEvents`,
      { cause },
    )
  }
}
