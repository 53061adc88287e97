import type { ResourceStatus, StackStatus } from './stack.ts'

export interface StackEvent {
  readonly id: string
  readonly at: Date
  /** The stack's own name where the event is the stack's. */
  readonly logicalId: string
  readonly type: string
  /** Empty before the resource is made. */
  readonly physicalId: string
  readonly status: ResourceStatus | StackStatus
  readonly reason?: string
}
