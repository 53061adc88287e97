import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { logStream } from '../stop/console-links.ts'
import type { LogTail } from '../stop/create-explain-stop.ts'
import { createSignRequest } from './sign-request.ts'

const LINES = 15
const TIMEOUT_MS = 3_000
const CONTENT_TYPE = 'application/x-amz-json-1.1'

const answer = z.object({ events: z.array(z.object({ message: z.string() })) })
const fault = z.object({ __type: z.optional(z.string()) })

/**
 * The last lines of a task's log, by GetLogEvents. One request of one action, signed here rather than by a client of its
 * own in the bundle. `client` lends its credentials and region; `endpoint` is AWS's unless it is given.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export function createCloudwatchLogTail(deps: {
  readonly client: Pick<DynamoDBClient, 'config'>
  readonly group: string
  readonly endpoint: string | undefined
  readonly clock: Clock
  readonly log: Log
}): LogTail {
  const { client, group, clock, log } = deps

  return {
    async lastLines({ act, taskArn }) {
      try {
        return await getLogEvents(logStream(act, taskArn))
      } catch (error) {
        log.warn('The log of the task cannot be read: its mail goes without', { taskArn, error })
        return undefined
      }
    },
  }

  async function getLogEvents(logStreamName: string): Promise<readonly string[]> {
    const region = await client.config.region()
    const url = new URL(deps.endpoint ?? `https://logs.${region}.${domain(region)}`)
    const place = { host: url.host, path: '/', region, service: 'logs', contentType: CONTENT_TYPE }
    const keys = await client.config.credentials()
    const body = JSON.stringify({ logGroupName: group, logStreamName, limit: LINES })
    const target = 'Logs_20140328.GetLogEvents'
    const { date, authorization } = createSignRequest(place, keys)(target, Buffer.from(body), clock.now())
    const response = await fetch(new URL('/', url), {
      method: 'POST',
      body,
      headers: {
        'content-type': CONTENT_TYPE,
        'x-amz-target': target,
        'x-amz-date': date,
        authorization,
        ...(keys.sessionToken ? { 'x-amz-security-token': keys.sessionToken } : {}),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const json: unknown = await response.json()
    if (response.ok) return answer.parse(json).events.map(({ message }) => message)
    const type = fault.parse(json).__type ?? ''
    // A container that never ran has no stream.
    if (type.endsWith('ResourceNotFoundException')) return []
    throw new Error(`GetLogEvents of ${group}, ${logStreamName}: ${response.status} ${type}`)
  }
}

function domain(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
