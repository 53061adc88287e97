import { randomUUID } from 'node:crypto'
import type { ResourceStatus, Stack, StackResource, StackStatus } from '../stack.ts'
import type { StackEvent } from '../stack-event.ts'
import type { Stacks } from '../stacks.ts'

const STACK_TYPE = 'AWS::CloudFormation::Stack'

/** What an operation tells of itself while it runs. */
export interface Progress {
  stack(): Stack
  /** The stack's own status, and what else changed of it. */
  is(status: StackStatus, more?: Partial<Stack>): void
  /** What becomes of one resource: `physicalId` is left out while there is none. */
  tell(
    resource: Pick<StackResource, 'logicalId' | 'type'> & { readonly physicalId?: string },
    status: ResourceStatus,
    reason?: string,
  ): void
  /** The resources that there are now. */
  has(resources: Iterable<StackResource>): void
}

export function createProgress(initial: Stack, stacks: Stacks, now: () => number): Progress {
  let stack = initial

  function record(event: Omit<StackEvent, 'id' | 'at'>): void {
    stacks.addEvent(stack.id, { ...event, id: randomUUID(), at: new Date(now()) })
  }

  return {
    stack: () => stack,
    is(status, more = {}) {
      const { statusReason: _of_the_status_before, ...rest } = stack
      stack = { ...rest, ...more, status }
      record({
        logicalId: stack.name,
        type: STACK_TYPE,
        physicalId: stack.id,
        status,
        ...(stack.statusReason === undefined ? {} : { reason: stack.statusReason }),
      })
      stacks.put(stack)
    },
    tell({ logicalId, type, physicalId = '' }, status, reason) {
      record({ logicalId, type, physicalId, status, ...(reason === undefined ? {} : { reason }) })
    },
    has(resources) {
      stack = { ...stack, resources: [...resources] }
      stacks.put(stack)
    },
  }
}
