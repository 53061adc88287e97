import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Route } from '../audit/routes.ts'
import { formatLoadMessage } from '../message/load-message.ts'
import { throwExplained } from './explain-error.ts'
import type { OldestMessage } from './oldest-message.ts'
import { createSqsDeadLetters } from './sqs-dead-letters.ts'

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

/** A queue and its dead-letter queue, as the way of a load. */
export function createSqsRoute(deps: {
  readonly client: SQSClient
  readonly name: Route['name']
  readonly queueUrl: string
  readonly deadLetterQueueUrl: string
  readonly oldest: OldestMessage
}): Route {
  const { client, name, queueUrl: QueueUrl, deadLetterQueueUrl, oldest } = deps

  return {
    name,
    deadLetters: createSqsDeadLetters({ client, queueUrl: deadLetterQueueUrl }),

    send: async (message) => {
      await client
        .send(new SendMessageCommand({ QueueUrl, MessageBody: formatLoadMessage(message) }))
        .catch((error: unknown) => throwExplained(error, `SendMessage to ${QueueUrl}`))
    },

    sight: async () => {
      const { Attributes = {} } = await client
        .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }))
        .catch((error: unknown) => throwExplained(error, `GetQueueAttributes of ${QueueUrl}`))
      if (COUNTS.every((count) => Number(Attributes[count]) === 0)) return { isEmpty: true }
      const waitingSince = await oldest(QueueUrl)
      return { isEmpty: false, ...(waitingSince === undefined ? {} : { waitingSince }) }
    },
  }
}
