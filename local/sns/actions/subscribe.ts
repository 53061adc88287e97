import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import { invalid } from '../message.ts'
import { newSubscription } from '../new-subscription.ts'
import type { Service } from '../service.ts'

export function subscribe({ topics }: Service) {
  return queryAction({
    name: 'Subscribe',
    input: formInput({
      TopicArn: z.string(),
      Protocol: z.string(),
      Endpoint: z.string(),
      Attributes: z.record(z.string(), z.string()).optional(),
    }),
    run: ({ TopicArn, Protocol, Endpoint, Attributes = {} }) => {
      const { RawMessageDelivery, RedrivePolicy, ...others } = Attributes
      const [other] = Object.keys(others)
      if (other) throw invalid(`Attributes: the local runtime has no subscription attribute ${other}`)
      const { arn } = topics.putSubscription(
        newSubscription({
          arn: `${topics.topic(TopicArn).arn}:${randomUUID()}`,
          topicArn: TopicArn,
          protocol: Protocol,
          endpoint: Endpoint,
          raw: RawMessageDelivery === 'true',
          redrivePolicy: RedrivePolicy,
          origin: 'call',
        }),
      )
      return { SubscriptionArn: arn }
    },
  })
}
