import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
import type { Service } from './service.ts'

const policyProperties = z.strictObject({
  Queues: z.array(z.string()).min(1),
  PolicyDocument: z.record(z.string(), z.unknown()),
})

/** Kept as the queues' attribute, without an effect: everybody here may do everything. */
export function queuePolicyResource({ queues }: Service): ResourceType<z.infer<typeof policyProperties>> {
  return {
    type: 'AWS::SQS::QueuePolicy',
    properties: policyProperties,
    apply: async ({ properties, logicalId }) => {
      for (const url of properties.Queues) {
        queues.setAttributes(queues.byUrl(url), { Policy: JSON.stringify(properties.PolicyDocument) })
      }
      return { physicalId: logicalId, attributes: { Id: logicalId } }
    },
  }
}
