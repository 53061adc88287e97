import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { Topic } from '../stop/topic.ts'
import { throwExplained } from './explain-error.ts'

export function createSnsTopic(deps: { client: Pick<SNSClient, 'send'>; topicArn: string }): Topic {
  const { client, topicArn: TopicArn } = deps
  return {
    async publish({ subject: Subject, text: Message }) {
      await client
        .send(new PublishCommand({ TopicArn, Subject, Message }))
        .catch((error: unknown) => throwExplained(error, `Publish to ${TopicArn}`))
    },
  }
}
