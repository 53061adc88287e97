import { z } from 'zod'
import type { Activity } from '../activity.ts'
import type { ScalingPolicy } from './scaling-policy.ts'
import type { ScheduledAction } from './scheduled-action.ts'
import type { TargetId } from './target-id.ts'

export const capacity = z.int().min(0)

export const suspendedStateSchema = z.strictObject({
  DynamicScalingInSuspended: z.boolean().optional(),
  DynamicScalingOutSuspended: z.boolean().optional(),
  ScheduledScalingSuspended: z.boolean().optional(),
})

export type SuspendedState = z.output<typeof suspendedStateSchema>

/** A service whose count is scaled. Times in milliseconds of the fast clock. */
export interface ScalableTarget {
  readonly id: TargetId
  readonly arn: string
  readonly createdAt: number
  min: number
  max: number
  suspended: SuspendedState
  /** The last change by a policy, while its cooldown lasts. */
  cooldown?: Cooldown
  readonly policies: Map<string, ScalingPolicy>
  readonly scheduledActions: Map<string, ScheduledAction>
  /** Newest first. */
  readonly activities: Activity[]
}

export interface Cooldown {
  readonly direction: 'out' | 'in'
  /** The count before the change. */
  readonly base: number
  readonly until: number
}
