import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { Clock } from '../platform/clock.ts'
import { createSignRequest } from './sign-request.ts'

const TIMEOUT_MS = 3_000
const CONTENT_TYPE = 'application/x-amz-json-1.1'

const fault = z.object({ __type: z.optional(z.string()), message: z.optional(z.string()) })

/** An answer of CloudWatch Logs that is a fault. `type` is its name, such as `ResourceNotFoundException`. */
export class CloudwatchLogsError extends Error {
  readonly type: string

  constructor(action: string, status: number, { __type = '', message = '' }: z.infer<typeof fault>) {
    const type = __type.split('#').at(-1) ?? ''
    super([`${action}: ${status}`, type, message].filter(Boolean).join(' '))
    this.name = 'CloudwatchLogsError'
    this.type = type
  }
}

/** Asks for one action of CloudWatch Logs and gives its answer. Throws a CloudwatchLogsError, and what fetch throws. */
export type CallCloudwatchLogs = (action: string, input: unknown, signal?: AbortSignal) => Promise<unknown>

/**
 * Signed here rather than by a client of its own in the bundle. `client` lends its credentials and region; `endpoint` is
 * AWS's unless it is given.
 */
export function createCallCloudwatchLogs(deps: {
  readonly client: Pick<DynamoDBClient, 'config'>
  readonly endpoint: string | undefined
  readonly clock: Pick<Clock, 'now'>
}): CallCloudwatchLogs {
  const { client, clock } = deps

  return async function callCloudwatchLogs(action, input, signal) {
    const region = await client.config.region()
    const url = new URL(deps.endpoint ?? `https://logs.${region}.${domain(region)}`)
    const place = { host: url.host, path: '/', region, service: 'logs', contentType: CONTENT_TYPE }
    const keys = await client.config.credentials()
    const body = JSON.stringify(input)
    const target = `Logs_20140328.${action}`
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
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
    })
    const json: unknown = await response.json()
    if (!response.ok) throw new CloudwatchLogsError(action, response.status, fault.parse(json))
    return json
  }
}

function domain(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
