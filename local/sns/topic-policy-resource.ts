import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
import type { Service } from './service.ts'

const policyProperties = z.strictObject({
  Topics: z.array(z.string()).min(1),
  PolicyDocument: z.record(z.string(), z.unknown()),
})

/** Takes the place of the policy that a topic has by itself. */
export function topicPolicyResource({
  site,
  topics,
}: Service): ResourceType<z.infer<typeof policyProperties>> {
  return {
    type: 'AWS::SNS::TopicPolicy',
    properties: policyProperties,
    apply: async ({ stackName, logicalId, properties }) => {
      const arns = properties.Topics.map((arn) => topics.topic(arn).arn)
      site.permissions?.putPolicy({ stackName, logicalId }, arns, properties.PolicyDocument)
      return { physicalId: logicalId, attributes: { Id: logicalId } }
    },
    remove: async (made) => site.permissions?.removePolicy(made),
  }
}
