import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { logStream } from '../stop/console-links.ts'
import type { LogTail } from '../stop/create-explain-stop.ts'
import { CloudwatchLogsError, createCallCloudwatchLogs } from './call-cloudwatch-logs.ts'

const LINES = 15
/** CloudWatch cuts pages by time: of a task that was silent for a while the newest one is empty, or holds a line or two. */
const PAGES_MAX = 6

const answer = z.object({
  events: z.array(z.object({ message: z.string() })),
  nextBackwardToken: z.optional(z.string()),
})

/**
 * The last lines of a task's log. `client` lends its credentials and region; `endpoint` is AWS's unless it is given.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export function createCloudwatchLogTail(deps: {
  readonly client: Pick<DynamoDBClient, 'config'>
  readonly group: string
  readonly endpoint: string | undefined
  readonly clock: Clock
  readonly log: Log
}): LogTail {
  const { group, log } = deps
  const call = createCallCloudwatchLogs(deps)

  return {
    async lastLines({ act, taskArn }) {
      const input = { logGroupName: group, logStreamName: logStream(act, taskArn), limit: LINES }
      const lines: string[] = []
      let nextToken: string | undefined
      try {
        for (let page = 0; page < PAGES_MAX && lines.length < LINES; page++) {
          const asked = nextToken
          const { events, nextBackwardToken } = answer.parse(
            await call('GetLogEvents', { ...input, ...(asked === undefined ? {} : { nextToken: asked }) }),
          )
          lines.unshift(...events.map(({ message }) => message))
          // At the first line of all the token is the one that was given.
          if (nextBackwardToken === undefined || nextBackwardToken === asked) break
          nextToken = nextBackwardToken
        }
        return lines.slice(-LINES)
      } catch (error) {
        // A container that never ran has no stream.
        if (error instanceof CloudwatchLogsError && error.type === 'ResourceNotFoundException') return []
        if (lines.length > 0) return lines
        log.warn('The log of the task cannot be read: its mail goes without', { taskArn, error })
        return undefined
      }
    },
  }
}
