import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import {
  policyTypeSchema,
  stepConfigurationSchema,
  trackingConfigurationSchema,
} from '../definition/scaling-policy.ts'
import { targetId } from '../definition/target-id.ts'
import { policyRule } from '../policy/policy-rule.ts'
import type { Registry } from '../registry.ts'
import { describePolicyAlarms } from './policy-alarms.ts'

export function putScalingPolicyAction(registry: Registry) {
  return jsonAction({
    name: 'PutScalingPolicy',
    input: z.strictObject({
      ...targetId,
      PolicyName: z.string().min(1),
      PolicyType: policyTypeSchema,
      StepScalingPolicyConfiguration: stepConfigurationSchema,
      TargetTrackingScalingPolicyConfiguration: trackingConfigurationSchema,
    }),
    run(input) {
      const rule = policyRule({
        type: input.PolicyType,
        steps: input.StepScalingPolicyConfiguration,
        tracking: input.TargetTrackingScalingPolicyConfiguration,
      })
      const policy = registry.putPolicy(input, input.PolicyName, rule)
      return { PolicyARN: policy.arn, Alarms: describePolicyAlarms(policy, registry.site) }
    },
  })
}
