import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { LaunchQueue } from '../launch/create-launch-load.ts'
import { formatLoadMessage } from '../message/load-message.ts'

export function createSqsLaunchQueue(options: { client: Pick<SQSClient, 'send'>; url: string }): LaunchQueue {
  return {
    async send(message, delaySeconds) {
      await options.client.send(
        new SendMessageCommand({
          QueueUrl: options.url,
          MessageBody: formatLoadMessage(message),
          DelaySeconds: delaySeconds,
        }),
      )
    },
  }
}
