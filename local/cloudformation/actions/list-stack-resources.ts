import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stacks } from '../stacks.ts'

/** All at once, without pages. */
export function listStackResources(stacks: Stacks) {
  return queryAction({
    name: 'ListStackResources',
    input: z.object({ StackName: z.string() }),
    run({ StackName: name }) {
      const stack = stacks.find(name)
      return {
        StackResourceSummaries: stack.resources.map((resource) => ({
          LogicalResourceId: resource.logicalId,
          PhysicalResourceId: resource.physicalId,
          ResourceType: resource.type,
          LastUpdatedTimestamp: resource.madeAt,
          ResourceStatus: resource.status,
        })),
      }
    },
  })
}
