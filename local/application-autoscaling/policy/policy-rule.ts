import { ApiError } from '../../protocol/api-error.ts'
import type { PolicyRule } from '../definition/scaling-policy.ts'
import type { StepScaling } from '../definition/step-scaling.ts'
import type { TargetTracking } from '../definition/target-tracking.ts'

/** The rule of a policy's type; a ValidationException where its configuration is missing or another is given. */
export function policyRule(policy: {
  readonly type: 'TargetTrackingScaling' | 'StepScaling'
  readonly steps?: StepScaling | undefined
  readonly tracking?: TargetTracking | undefined
}): PolicyRule {
  const { type, steps, tracking } = policy
  if (type === 'StepScaling' && steps && !tracking) return { kind: 'step', steps }
  if (type === 'TargetTrackingScaling' && tracking && !steps) return { kind: 'target-tracking', tracking }
  throw new ApiError(
    'ValidationException',
    `A policy of type ${type} takes the configuration of its type alone.`,
  )
}
