import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { logStream } from '../stop/console-links.ts'
import type { LogTail } from '../stop/create-explain-stop.ts'
import { CloudwatchLogsError, createCallCloudwatchLogs } from './call-cloudwatch-logs.ts'

const LINES = 15

const answer = z.object({ events: z.array(z.object({ message: z.string() })) })

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
      try {
        const { events } = answer.parse(await call('GetLogEvents', input))
        return events.map(({ message }) => message)
      } catch (error) {
        // A container that never ran has no stream.
        if (error instanceof CloudwatchLogsError && error.type === 'ResourceNotFoundException') return []
        log.warn('The log of the task cannot be read: its mail goes without', { taskArn, error })
        return undefined
      }
    },
  }
}
