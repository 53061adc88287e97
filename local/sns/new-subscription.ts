import { z } from 'zod'
import { invalid } from './message.ts'
import type { Subscription } from './topic-store.ts'

const redrivePolicy = z.object({ deadLetterTargetArn: z.string() })

const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/

export interface SubscriptionRequest {
  readonly arn: string
  readonly topicArn: string
  readonly protocol: string
  readonly endpoint: string
  readonly raw?: boolean | undefined
  /** JSON. */
  readonly redrivePolicy?: string | undefined
  readonly origin: Subscription['origin']
}

/** Checks that we can deliver where a subscription wants it. It is confirmed at once. */
export function newSubscription(request: SubscriptionRequest): Subscription {
  const { arn, topicArn, endpoint, raw = false, origin } = request
  const protocol = parseProtocol(request.protocol)
  checkEndpoint(protocol, endpoint)
  if (raw && protocol !== 'sqs' && protocol !== 'http' && protocol !== 'https') {
    throw invalid(`RawMessageDelivery: not for protocol ${protocol}`)
  }
  return {
    arn,
    topicArn,
    protocol,
    endpoint,
    raw,
    deadLetterArn: request.redrivePolicy ? parseRedrivePolicy(request.redrivePolicy) : undefined,
    origin,
  }
}

function parseProtocol(protocol: string): Subscription['protocol'] {
  switch (protocol) {
    case 'sqs':
    case 'lambda':
    case 'http':
    case 'https':
    case 'email':
      return protocol
    default:
      throw invalid(`Protocol ${protocol}: the local runtime delivers to sqs, lambda, http, https and email`)
  }
}

function checkEndpoint(protocol: Subscription['protocol'], endpoint: string): void {
  if (protocol === 'email') {
    if (!ADDRESS.test(endpoint)) throw invalid(`Email address: ${endpoint}`)
  } else if (protocol === 'sqs' || protocol === 'lambda') {
    if (!endpoint.startsWith(`arn:aws:${protocol}:`)) throw invalid(`${protocol} endpoint ARN: ${endpoint}`)
  } else if (
    URL.parse(endpoint)?.protocol !== `${protocol}:` ||
    URL.parse(endpoint)?.hostname !== '127.0.0.1'
  ) {
    throw invalid(`Endpoint ${endpoint}: the local runtime calls ${protocol}://127.0.0.1 alone`)
  }
}

function parseRedrivePolicy(json: string): string {
  try {
    return redrivePolicy.parse(JSON.parse(json)).deadLetterTargetArn
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    throw invalid(`RedrivePolicy: ${json} names no deadLetterTargetArn`)
  }
}
