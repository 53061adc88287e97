import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stacks } from '../stacks.ts'
import { describedResource } from './describe-stack-resources.ts'

export function describeStackResource(stacks: Stacks) {
  return queryAction({
    name: 'DescribeStackResource',
    input: z.object({ StackName: z.string(), LogicalResourceId: z.string() }),
    run({ StackName: name, LogicalResourceId: id }) {
      const stack = stacks.find(name)
      const resource = stack.resources.find(({ logicalId }) => logicalId === id)
      if (!resource)
        throw new ApiError('ValidationError', `Resource ${id} does not exist for stack ${stack.name}`)
      return {
        StackResourceDetail: {
          ...describedResource(stack, resource),
          LastUpdatedTimestamp: resource.madeAt,
        },
      }
    },
  })
}
