import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ROW_REQUEST_TIMEOUT_MS } from '../load/limits.ts'
import type { Clock } from '../platform/clock.ts'
import type { RowAction, RowsAnswer, SendRows } from '../write/tables.ts'
import { type LearnedRequest, learnRequest } from './learn-request.ts'
import { createPostConnections, type PostConnections } from './post-connections.ts'
import { RowExchange } from './row-exchange.ts'
import { createSignRequest, type SignRequest } from './sign-request.ts'

export interface FastLaneDeps {
  /** Whose settings it takes: credentials, region, endpoint, user agent, clock offset. */
  readonly client: DynamoDBClient
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
  readonly connections?: number
  readonly timeoutMs?: number
}

export interface FastLane {
  readonly send: SendRows
  /** Ends what is on its way. A process that is done may also end without it. */
  close(): Promise<void>
}

/** At 8 ms a reply, 128 in flight are 350,000 rows a second. */
const ROW_CONNECTIONS = 128
/** The SDK takes new credentials this long before the old ones end. */
const RENEW_CREDENTIALS_MS = 5 * 60_000
const TARGETS: Readonly<Record<RowAction, string>> = {
  BatchWriteItem: 'DynamoDB_20120810.BatchWriteItem',
  PutItem: 'DynamoDB_20120810.PutItem',
}

/** What is the same for all requests, for as long as the credentials are. */
interface Way {
  readonly request: LearnedRequest
  readonly connections: PostConnections
  readonly sign: SignRequest
  /** The request line and the headers that are the same for all. */
  readonly fixedHead: string
  /** Wall clock. */
  readonly goodUntil: number
}

/**
 * Row requests without the SDK's pipeline: signed here and sent once, by connections of our own. `timeoutMs` counts from the call, also
 * while a connection is waited for.
 */
export function createFastLane({
  client,
  clock,
  connections = ROW_CONNECTIONS,
  timeoutMs = ROW_REQUEST_TIMEOUT_MS,
}: FastLaneDeps): FastLane {
  // In the order of their deadlines, as all have the same time.
  const underway = new Set<RowExchange>()
  let timer: NodeJS.Timeout | undefined
  let way: Way | undefined
  let making: Promise<Way> | undefined

  return {
    send: (action, body) => {
      const deadline = clock.monotonic() + timeoutMs
      if (way && clock.now() < way.goodUntil) return exchange(way, action, body, deadline)
      return makeWay().then(
        (made) => exchange(made, action, body, deadline),
        (error: unknown): RowsAnswer => ({ kind: 'unclear', error }),
      )
    },
    close: async () => {
      clearTimeout(timer)
      way?.connections.destroy()
    },
  }

  function exchange(to: Way, action: RowAction, body: Buffer, deadline: number): Promise<RowsAnswer> {
    return new Promise((resolve) => {
      const sent: RowExchange = new RowExchange({
        action,
        head: headOf(to, action, body),
        body,
        deadline,
        now: clock.monotonic,
        settle: (answer) => {
          underway.delete(sent)
          resolve(answer)
        },
      })
      underway.add(sent)
      // Credentials may have taken part of its time, or all of it.
      timer ??= setTimeout(endOverdue, Math.max(0, deadline - clock.monotonic())).unref()
      to.connections.send(sent)
    })
  }

  function headOf({ fixedHead, sign }: Way, action: RowAction, body: Buffer): string {
    const target = TARGETS[action]
    const { date, authorization } = sign(target, body, clock.now() + client.config.systemClockOffset)
    return `${fixedHead}x-amz-target: ${target}\r\nx-amz-date: ${date}\r\nauthorization: ${authorization}\r\ncontent-length: ${body.length}\r\n\r\n`
  }

  /** One timer for all: it wakes when the oldest request is due. */
  function endOverdue(): void {
    timer = undefined
    for (const oldest of underway) {
      const left = oldest.deadline - clock.monotonic()
      if (left > 0) {
        timer = setTimeout(endOverdue, left).unref()
        return
      }
      oldest.timeOut(timeoutMs)
    }
  }

  /** Again when the credentials are about to end; many requests wait for one. */
  function makeWay(): Promise<Way> {
    making ??= newWay().finally(() => {
      making = undefined
    })
    return making
  }

  async function newWay(): Promise<Way> {
    const request = way?.request ?? (await learnRequest(client))
    const keys = await client.config.credentials()
    const ends = keys.expiration?.getTime()
    way = {
      request,
      connections: way?.connections ?? createPostConnections(request.origin, connections),
      sign: createSignRequest(request, keys),
      fixedHead: fixedHead(request, keys.sessionToken),
      goodUntil: ends === undefined ? Number.POSITIVE_INFINITY : ends - RENEW_CREDENTIALS_MS,
    }
    return way
  }
}

function fixedHead(
  { path, host, contentType, userAgent }: LearnedRequest,
  token: string | undefined,
): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    `content-type: ${contentType}`,
    `user-agent: ${userAgent}`,
    ...(token ? [`x-amz-security-token: ${token}`] : []),
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}
