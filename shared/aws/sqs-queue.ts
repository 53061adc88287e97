import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { QueueMessage } from '../queue/message.ts'
import type { Queue } from '../queue/queue.ts'

/** How long the answer to a receive may take beyond the wait that was asked for. */
const ANSWER_SECONDS = 5

export function createSqsQueue({ client, url }: { client: Pick<SQSClient, 'send'>; url: string }): Queue {
  return {
    async receive({ max, waitSeconds, visibilitySeconds, signal }) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: max,
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: visibilitySeconds,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
        { abortSignal: signal, requestTimeout: (waitSeconds + ANSWER_SECONDS) * 1000 },
      )
      return Messages.map(received)
    },

    async remove(messages) {
      const { Failed = [] } = await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: url,
          Entries: messages.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt })),
        }),
      )
      return Failed.map(({ Id, Code, Message }) => ({
        messageId: messages[Number(Id)]?.id ?? `entry ${Id}`,
        reason: `${Code}: ${Message}`,
      }))
    },

    async setVisibility({ receipt }, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receipt,
          VisibilityTimeout: seconds,
        }),
      )
    },
  }
}

function received({ MessageId, ReceiptHandle, Body, Attributes }: Message): QueueMessage {
  const receiveCount = Number(Attributes?.ApproximateReceiveCount)
  if (!MessageId || !ReceiptHandle || Body === undefined || !Number.isInteger(receiveCount)) {
    throw new TypeError(`SQS gave a message without id, receipt, body or receive count: ${MessageId}`)
  }
  return { id: MessageId, receipt: ReceiptHandle, body: Body, receiveCount }
}
