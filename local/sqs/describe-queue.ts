import type { MessageStore } from './message-store.ts'
import type { Queue } from './queue-store.ts'

/** All attributes of a queue, as GetQueueAttributes names them. */
export function describeQueue(queue: Queue, messages: MessageStore): Record<string, string> {
  const { visible, inFlight, delayed } = messages.depth(queue)
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    SqsManagedSseEnabled: queue.attributes.SqsManagedSseEnabled ?? 'true',
  }
}
