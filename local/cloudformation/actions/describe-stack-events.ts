import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stacks } from '../stacks.ts'

const PAGE_SIZE = 100

/** Newest first. The token is the id of the last event of the page before. */
export function describeStackEvents(stacks: Stacks) {
  return queryAction({
    name: 'DescribeStackEvents',
    input: z.object({ StackName: z.string(), NextToken: z.string().optional() }),
    run({ StackName, NextToken }) {
      const stack = stacks.find(StackName)
      const events = stacks.events(stack.id)
      const last = events.findIndex(({ id }) => id === NextToken)
      if (NextToken !== undefined && last < 0) {
        throw new ApiError('ValidationError', `NextToken is of no page of these events: ${NextToken}`)
      }
      const page = events.slice(last + 1, last + 1 + PAGE_SIZE)
      return {
        StackEvents: page.map(({ id, at, logicalId, type, physicalId, status, reason }) => ({
          StackId: stack.id,
          EventId: id,
          StackName: stack.name,
          LogicalResourceId: logicalId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          Timestamp: at,
          ResourceStatus: status,
          ResourceStatusReason: reason,
        })),
        NextToken: last + 1 + PAGE_SIZE < events.length ? page.at(-1)?.id : undefined,
      }
    },
  })
}
