import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import type { Service } from '../service.ts'
import { describeSubscription } from './list-subscriptions.ts'

export function listSubscriptionsByTopic({ site, topics }: Service) {
  return queryAction({
    name: 'ListSubscriptionsByTopic',
    input: formInput({ TopicArn: z.string(), NextToken: z.string().optional() }),
    run: ({ TopicArn }) => ({
      Subscriptions: topics
        .subscriptions(topics.topic(TopicArn).arn)
        .map((one) => describeSubscription(one, site.accountId)),
    }),
  })
}
