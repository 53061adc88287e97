import type { Queues } from '../sqs/index.ts'
import { type Notification, toEnvelope, toLambdaEvent } from './envelope.ts'
import type { Subscription } from './topic-store.ts'

export interface Targets {
  readonly queues: Pick<Queues, 'send'>
  invoke(functionArn: string, payload: unknown): Promise<void>
}

// AWS: sns/latest/dg/sns-message-delivery-retries.html
const HTTP_TIMEOUT_MS = 15_000

/** Hands a message to one subscriber. Rejects with the reason where that fails. E-mail lies in the outbox already. */
export async function deliver(
  targets: Targets,
  { protocol, endpoint, raw }: Subscription,
  notification: Notification,
): Promise<void> {
  switch (protocol) {
    case 'email':
      return
    case 'lambda':
      return targets.invoke(endpoint, toLambdaEvent(notification))
    case 'sqs':
      return raw
        ? targets.queues.send(endpoint, notification.text, { attributes: textsOf(notification) })
        : targets.queues.send(endpoint, JSON.stringify(toEnvelope(notification)))
    case 'http':
    case 'https':
      return post(endpoint, raw, notification)
  }
}

/** Keeps what could not be delivered, with the reason. */
export async function sendDeadLetter(
  targets: Targets,
  deadLetterArn: string,
  notification: Notification,
  reason: string,
): Promise<void> {
  await targets.queues.send(deadLetterArn, JSON.stringify(toEnvelope(notification)), {
    attributes: { ERROR_MESSAGE: reason || 'no reason given' },
  })
}

function textsOf({ attributes }: Notification): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { StringValue }]) =>
      StringValue ? [[name, StringValue]] : [],
    ),
  )
}

async function post(url: string, raw: boolean, notification: Notification): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    // A redirect could lead away from this machine.
    redirect: 'error',
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': notification.messageId,
      'x-amz-sns-topic-arn': notification.topicArn,
      'x-amz-sns-subscription-arn': notification.subscriptionArn,
      ...(raw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
    },
    body: raw ? notification.text : JSON.stringify(toEnvelope(notification)),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
}
