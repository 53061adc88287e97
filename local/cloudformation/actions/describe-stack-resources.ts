import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stack, StackResource } from '../stack.ts'
import type { Stacks } from '../stacks.ts'

export function describeStackResources(stacks: Stacks) {
  return queryAction({
    name: 'DescribeStackResources',
    input: z.object({ StackName: z.string(), LogicalResourceId: z.string().optional() }),
    run({ StackName: name, LogicalResourceId: id }) {
      const stack = stacks.find(name)
      return {
        StackResources: stack.resources
          .filter(({ logicalId }) => id === undefined || logicalId === id)
          .map((resource) => ({ ...describedResource(stack, resource), Timestamp: resource.madeAt })),
      }
    },
  })
}

export function describedResource(stack: Stack, resource: StackResource) {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
  }
}
