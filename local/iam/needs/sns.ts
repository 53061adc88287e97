import { type ApiNeeds, anything, arnOf, type Input, type Need, text } from './need.ts'

/** Service Authorization Reference, SNS. */
export const snsNeeds: ApiNeeds = {
  prefix: 'sns',
  actions: {
    CreateTopic: ({ Name }, at) => ({ resource: arnOf(at, 'sns', '', Name) }),
    DeleteTopic: topic,
    GetTopicAttributes: topic,
    ListSubscriptions: anything,
    ListSubscriptionsByTopic: topic,
    ListTopics: anything,
    Publish: topic,
    PublishBatch: (input) => ({ action: 'sns:Publish', ...topic(input) }),
    Subscribe: topic,
    Unsubscribe: ({ SubscriptionArn }) => ({ resource: text(SubscriptionArn).replace(/:[^:]*$/, '') }),
  },
}

function topic({ TopicArn, TargetArn }: Input): Need {
  return { resource: text(TopicArn ?? TargetArn) }
}
