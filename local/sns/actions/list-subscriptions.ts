import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import type { Service } from '../service.ts'
import type { Subscription } from '../topic-store.ts'

export function listSubscriptions({ site, topics }: Service) {
  return queryAction({
    name: 'ListSubscriptions',
    input: formInput({ NextToken: z.string().optional() }),
    run: () => ({
      Subscriptions: topics.subscriptions().map((one) => describeSubscription(one, site.accountId)),
    }),
  })
}

export function describeSubscription({ arn, topicArn, protocol, endpoint }: Subscription, owner: string) {
  return { SubscriptionArn: arn, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn }
}
