import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import type { Service } from '../service.ts'

export function getTopicAttributes({ site, topics }: Service) {
  return queryAction({
    name: 'GetTopicAttributes',
    input: formInput({ TopicArn: z.string() }),
    run: ({ TopicArn }) => {
      const { arn, displayName = '' } = topics.topic(TopicArn)
      const attributes = {
        TopicArn: arn,
        Owner: site.accountId,
        DisplayName: displayName,
        SubscriptionsConfirmed: String(topics.subscriptions(arn).length),
        SubscriptionsPending: '0',
        SubscriptionsDeleted: '0',
      }
      return { Attributes: { '*entry': Object.entries(attributes).map(([key, value]) => ({ key, value })) } }
    },
  })
}
