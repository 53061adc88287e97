import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { ScalableTarget } from '../definition/scalable-target.ts'
import type { ScalingPolicy } from '../definition/scaling-policy.ts'
import type { Registry } from '../registry.ts'
import { listInput, targetsOf, wants } from './list-input.ts'
import { describePolicyAlarms } from './policy-alarms.ts'

export function describeScalingPoliciesAction(registry: Registry) {
  return jsonAction({
    name: 'DescribeScalingPolicies',
    input: z.strictObject({ ...listInput, PolicyNames: z.array(z.string()).optional() }),
    run: (input) => ({
      ScalingPolicies: targetsOf(registry, input).flatMap((target) =>
        [...target.policies.values()]
          .filter(({ name }) => wants(input.PolicyNames, name))
          .map((policy) => ({
            ...describe(target, policy),
            Alarms: describePolicyAlarms(policy, registry.site),
          })),
      ),
    }),
  })
}

function describe({ id }: ScalableTarget, { name, arn, createdAt, rule }: ScalingPolicy) {
  return {
    ...id,
    PolicyARN: arn,
    PolicyName: name,
    CreationTime: createdAt / 1000,
    ...(rule.kind === 'step'
      ? { PolicyType: 'StepScaling', StepScalingPolicyConfiguration: rule.steps }
      : { PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration: rule.tracking }),
  }
}
