import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { RefusedMessages } from '../message/create-message-handler.ts'

/** The characters that SQS takes: those of XML 1.0. */
const NOT_TAKEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const REASON_LENGTH_MAX = 2_000

/** The dead-letter queue, for what nobody could read: the body as it came, the reason beside it as an attribute. */
export function createSqsRefusedMessages(options: {
  client: Pick<SQSClient, 'send'>
  queueUrl: string
}): RefusedMessages {
  return {
    async send({ body, reason }) {
      await options.client.send(
        new SendMessageCommand({
          QueueUrl: options.queueUrl,
          MessageBody: body,
          MessageAttributes: {
            reason: {
              DataType: 'String',
              StringValue: reason.slice(0, REASON_LENGTH_MAX).replace(NOT_TAKEN, '\ufffd'),
            },
          },
        }),
      )
    },
  }
}
