import { deleteScalingPolicyAction } from './delete-scaling-policy.ts'
import { deleteScheduledActionAction } from './delete-scheduled-action.ts'
import { deregisterScalableTargetAction } from './deregister-scalable-target.ts'
import { describeScalableTargetsAction } from './describe-scalable-targets.ts'
import { describeScalingActivitiesAction } from './describe-scaling-activities.ts'
import { describeScalingPoliciesAction } from './describe-scaling-policies.ts'
import { describeScheduledActionsAction } from './describe-scheduled-actions.ts'
import { putScalingPolicyAction } from './put-scaling-policy.ts'
import { putScheduledActionAction } from './put-scheduled-action.ts'
import { registerScalableTargetAction } from './register-scalable-target.ts'

/** Every action that is answered; any other is refused by name. */
export const actions = [
  deleteScalingPolicyAction,
  deleteScheduledActionAction,
  deregisterScalableTargetAction,
  describeScalableTargetsAction,
  describeScalingActivitiesAction,
  describeScalingPoliciesAction,
  describeScheduledActionsAction,
  putScalingPolicyAction,
  putScheduledActionAction,
  registerScalableTargetAction,
]
