import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
import type { Service } from './service.ts'

const policyProperties = z.strictObject({
  Topics: z.array(z.string()).min(1),
  PolicyDocument: z.record(z.string(), z.unknown()),
})

/** Without an effect: everybody here may publish. The topics it names must be there. */
export function topicPolicyResource({ topics }: Service): ResourceType<z.infer<typeof policyProperties>> {
  return {
    type: 'AWS::SNS::TopicPolicy',
    properties: policyProperties,
    apply: async ({ properties, logicalId }) => {
      for (const arn of properties.Topics) topics.topic(arn)
      return { physicalId: logicalId, attributes: { Id: logicalId } }
    },
  }
}
