import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
import type { Service } from './service.ts'

const policyProperties = z.strictObject({
  Queues: z.array(z.string()).min(1),
  PolicyDocument: z.record(z.string(), z.unknown()),
})

/** Kept as the queues' attribute, too. */
export function queuePolicyResource({
  site,
  queues,
}: Service): ResourceType<z.infer<typeof policyProperties>> {
  return {
    type: 'AWS::SQS::QueuePolicy',
    properties: policyProperties,
    apply: async ({ stackName, logicalId, properties: { Queues, PolicyDocument } }) => {
      const named = Queues.map((url) => queues.byUrl(url))
      for (const queue of named) queues.setAttributes(queue, { Policy: JSON.stringify(PolicyDocument) })
      const arns = named.map((queue) => queue.arn)
      site.permissions?.putPolicy({ stackName, logicalId }, arns, PolicyDocument)
      return { physicalId: logicalId, attributes: { Id: logicalId } }
    },
    remove: async ({ stackName, logicalId, properties }) => {
      site.permissions?.removePolicy({ stackName, logicalId })
      const names = properties.Queues.map((url) => url.split('/').at(-1) ?? '')
      // An empty text is how SQS is told to have no policy.
      for (const queue of names.map(queues.find)) if (queue) queues.setAttributes(queue, { Policy: '' })
    },
  }
}
