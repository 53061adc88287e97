import type { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createSignRequest } from './sign-request.ts'

/** When the oldest message of a queue was sent, milliseconds since 1970. Undefined where CloudWatch does not know. */
export type OldestMessage = (queueUrl: string) => Promise<number | undefined>

const TARGET = 'GraniteServiceVersion20100801.GetMetricData'
const PERIOD_SECONDS = 60
/** SQS's metrics are some minutes behind. */
const WINDOW_MS = 15 * 60_000
const TIMEOUT_MS = 5_000
const CONTENT_TYPE = 'application/x-amz-json-1.0'

const answer = z.object({
  MetricDataResults: z.array(z.object({ Timestamps: z.array(z.number()), Values: z.array(z.number()) })),
})

/**
 * Reads `ApproximateAgeOfOldestMessage`. One request of one action: it is signed here, with region and credentials of the
 * SQS client, rather than by a client of 100 KB. Never throws: without an answer the age is not known.
 */
export function createOldestMessage(deps: {
  readonly client: Pick<SQSClient, 'config'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}): OldestMessage {
  const { client, clock, log } = deps

  return async function oldestMessage(queueUrl) {
    try {
      const now = clock.now()
      const { MetricDataResults } = await ask(queueUrl, now)
      const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {}
      const [at] = Timestamps
      const [ageSeconds] = Values
      return at === undefined || ageSeconds === undefined ? undefined : (at - ageSeconds) * 1000
    } catch (error) {
      log.warn('CloudWatch does not tell the age of the oldest message: what may wait is left alone', {
        queueUrl,
        error,
      })
      return undefined
    }
  }

  async function ask(queueUrl: string, now: number): Promise<z.infer<typeof answer>> {
    const queue = new URL(queueUrl)
    const place = new URL(`${queue.protocol}//${queue.host.replace(/^sqs\./, 'monitoring.')}/`)
    const body = Buffer.from(JSON.stringify(query(queue.pathname.split('/').at(-1) ?? '', now)))
    const region = await client.config.region()
    const keys = await client.config.credentials()
    const sign = createSignRequest(
      { host: place.host, path: '/', region, service: 'monitoring', contentType: CONTENT_TYPE },
      keys,
    )
    const { date, authorization } = sign(TARGET, body, now)
    const response = await fetch(place, {
      method: 'POST',
      body,
      headers: {
        'content-type': CONTENT_TYPE,
        'x-amz-target': TARGET,
        'x-amz-date': date,
        authorization,
        ...(keys.sessionToken ? { 'x-amz-security-token': keys.sessionToken } : {}),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`GetMetricData: ${response.status} ${await response.text()}`)
    return answer.parse(await response.json())
  }
}

/** The newest value first. */
function query(queueName: string, now: number) {
  return {
    StartTime: Math.floor((now - WINDOW_MS) / 1000),
    EndTime: Math.floor(now / 1000),
    ScanBy: 'TimestampDescending',
    MetricDataQueries: [
      {
        Id: 'oldest',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SQS',
            MetricName: 'ApproximateAgeOfOldestMessage',
            Dimensions: [{ Name: 'QueueName', Value: queueName }],
          },
          Period: PERIOD_SECONDS,
          Stat: 'Maximum',
        },
      },
    ],
  }
}
