import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { DeadLetters } from '../load/dead-letter.ts'
import { formatLoadMessage } from '../message/load-message.ts'
import { throwExplained } from './explain-error.ts'

/** The dead-letter queue of the queue from which the load came. Its messages are understood there when they are redriven. */
export function createSqsDeadLetters(deps: { client: SQSClient; queueUrl: string }): DeadLetters {
  const { client, queueUrl: QueueUrl } = deps
  return {
    send: async (letter) => {
      await client
        .send(new SendMessageCommand({ QueueUrl, MessageBody: formatLoadMessage(letter) }))
        .catch((error: unknown) => throwExplained(error, `SendMessage to ${QueueUrl}`))
    },
  }
}
