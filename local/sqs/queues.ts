import type { Site } from '../site.ts'
import { systemAttributes } from './describe-message.ts'
import type { MessageAttributes } from './message-attributes.ts'
import type { Depth, StoredMessage } from './message-store.ts'
import { toMessage } from './send-message.ts'
import type { Service } from './service.ts'

/** The queues, for the other services of the local runtime. A queue that is not there rejects with NonExistentQueue. */
export interface Queues {
  /** `attributes` become message attributes of type String. */
  send(
    queueArn: string,
    body: string,
    options?: {
      readonly attributes?: Readonly<Record<string, string>>
      readonly groupId?: string
      readonly deduplicationId?: string
    },
  ): Promise<void>
  /** Resolves as soon as there is a message, empty after `waitSeconds` or when the signal aborts. */
  receive(
    queueArn: string,
    options: { readonly max: number; readonly waitSeconds: number; readonly signal: AbortSignal },
  ): Promise<readonly QueueMessage[]>
  /** A receipt that no message has any more is nothing to complain about. */
  remove(queueArn: string, receiptHandles: readonly string[]): Promise<void>
  /** `seconds` from now. */
  setVisibility(queueArn: string, receiptHandle: string, seconds: number): Promise<void>
  depth(queueArn: string): Promise<Depth>
  /** Of all queues: what metrics are made of. */
  depths(): readonly (Depth & { readonly name: string })[]
}

/** As in the event that Lambda makes of it. */
interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  /** SQS's own: ApproximateReceiveCount, SentTimestamp, …; times in milliseconds. */
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, QueueMessageAttribute>>
  readonly md5OfBody: string
}

interface QueueMessageAttribute {
  readonly dataType: string
  readonly stringValue?: string
  /** Base64. */
  readonly binaryValue?: string
  readonly stringListValues: readonly string[]
  readonly binaryListValues: readonly string[]
}

export function createQueues(site: Pick<Site, 'accountId'>, service: Service): Queues {
  const { queues, messages, wakeups, receiveMessages } = service
  return {
    async send(queueArn, body, options = {}) {
      const queue = queues.byArn(queueArn)
      const message = toMessage(queue, {
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(options.attributes ?? {}).map(([name, StringValue]) => [
            name,
            { DataType: 'String', StringValue },
          ]),
        ),
        MessageGroupId: options.groupId,
        MessageDeduplicationId: options.deduplicationId,
      })
      messages.send(queue, [message])
      wakeups.wake(queue.name)
    },
    async receive(queueArn, { max, waitSeconds, signal }) {
      const queue = queues.byArn(queueArn)
      const visibilitySeconds = Number(queue.attributes.VisibilityTimeout)
      const found = await receiveMessages(queue, { max, waitSeconds, visibilitySeconds, signal })
      return found.map((message) => toQueueMessage(message, site.accountId))
    },
    async remove(queueArn, receiptHandles) {
      const queue = queues.byArn(queueArn)
      for (const receipt of receiptHandles) messages.remove(queue, receipt)
      wakeups.wake(queue.name)
    },
    async setVisibility(queueArn, receiptHandle, seconds) {
      const queue = queues.byArn(queueArn)
      messages.setVisibility(queue, receiptHandle, seconds)
      wakeups.wake(queue.name)
    },
    async depth(queueArn) {
      return messages.depth(queues.byArn(queueArn))
    },
    depths: () => queues.list().map((queue) => ({ name: queue.name, ...messages.depth(queue) })),
  }
}

function toQueueMessage(message: StoredMessage, senderId: string): QueueMessage {
  const attributes = JSON.parse(message.attributes) as MessageAttributes
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message, senderId),
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          dataType: DataType,
          ...(StringValue === undefined ? {} : { stringValue: StringValue }),
          ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.md5,
  }
}
