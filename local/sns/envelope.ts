import type { MessageAttributes } from './message.ts'

/** One message of a topic, as SNS wraps it for one subscriber. */
export interface Notification {
  readonly messageId: string
  readonly topicArn: string
  readonly subscriptionArn: string
  readonly subject?: string | undefined
  readonly text: string
  /** ISO 8601. */
  readonly timestamp: string
  readonly attributes: MessageAttributes
  /** `http://127.0.0.1:PORT` */
  readonly siteEndpoint: string
}

// Nothing is signed here. The fields are there, since what reads them expects them.
const UNSIGNED = 'unsigned-by-the-local-runtime'

/** For queues and HTTP. */
export function toEnvelope(notification: Notification): Record<string, unknown> {
  const { messageId, topicArn, subject, text, timestamp } = notification
  const attributes = valuesOf(notification.attributes)
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: text,
    Timestamp: timestamp,
    SignatureVersion: '1',
    Signature: UNSIGNED,
    SigningCertURL: UNSIGNED,
    UnsubscribeURL: unsubscribeUrl(notification),
    ...(attributes ? { MessageAttributes: attributes } : {}),
  }
}

/** For functions. */
export function toLambdaEvent(notification: Notification): Record<string, unknown> {
  const { messageId, topicArn, subscriptionArn, subject, text, timestamp } = notification
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject ?? null,
          Message: text,
          Timestamp: timestamp,
          SignatureVersion: '1',
          Signature: UNSIGNED,
          SigningCertUrl: UNSIGNED,
          UnsubscribeUrl: unsubscribeUrl(notification),
          MessageAttributes: valuesOf(notification.attributes) ?? {},
        },
      },
    ],
  }
}

function valuesOf(
  attributes: MessageAttributes,
): Record<string, { Type: string; Value: string }> | undefined {
  const values = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
  ])
  return values.length > 0 ? Object.fromEntries(values) : undefined
}

function unsubscribeUrl({ siteEndpoint, subscriptionArn }: Notification): string {
  return `${siteEndpoint}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`
}
