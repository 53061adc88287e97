import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
import { newSubscription } from './new-subscription.ts'
import type { Service } from './service.ts'
import { sameId } from './topic-resource.ts'

const subscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
    .optional(),
  RedrivePolicy: z.record(z.string(), z.unknown()).optional(),
  // Without meaning here: the topic lies in the same region, and nothing is tried again.
  Region: z.unknown().optional(),
  DeliveryPolicy: z.unknown().optional(),
})

export function subscriptionResource({
  topics,
}: Service): ResourceType<z.infer<typeof subscriptionProperties>> {
  return {
    type: 'AWS::SNS::Subscription',
    properties: subscriptionProperties,
    apply: async ({ properties, stackName, logicalId }) => {
      const { TopicArn, Protocol, Endpoint, RawMessageDelivery, RedrivePolicy } = properties
      const { arn } = topics.putSubscription(
        newSubscription({
          arn: `${topics.topic(TopicArn).arn}:${sameId(stackName, logicalId)}`,
          topicArn: TopicArn,
          protocol: Protocol,
          endpoint: Endpoint,
          raw: RawMessageDelivery,
          redrivePolicy: RedrivePolicy && JSON.stringify(RedrivePolicy),
          origin: 'template',
        }),
      )
      return { physicalId: arn, attributes: { Arn: arn } }
    },
    remove: async ({ physicalId: arn }) => topics.removeSubscription(arn),
  }
}
