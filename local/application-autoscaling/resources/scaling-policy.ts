import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import {
  policyTypeSchema,
  stepConfigurationSchema,
  trackingConfigurationSchema,
} from '../definition/scaling-policy.ts'
import { type TargetId, targetId } from '../definition/target-id.ts'
import { policyRule } from '../policy/policy-rule.ts'
import type { Registry } from '../registry.ts'

const propertiesSchema = z
  .strictObject({
    PolicyName: z.string().min(1),
    PolicyType: policyTypeSchema,
    ...z.object(targetId).partial().shape,
    /** What `Ref` of a scalable target gives: the three above in one. */
    ScalingTargetId: z.string().optional(),
    StepScalingPolicyConfiguration: stepConfigurationSchema,
    TargetTrackingScalingPolicyConfiguration: trackingConfigurationSchema,
  })
  .transform((properties, context) => {
    const id = z.strictObject(targetId).safeParse(idOf(properties))
    if (id.success) return { ...properties, id: id.data }
    for (const { message, path } of id.error.issues) {
      const at = properties.ScalingTargetId === undefined ? path : ['ScalingTargetId']
      context.addIssue({ code: 'custom', message, path: at })
    }
    return z.NEVER
  })

export function scalingPolicyResource(registry: Registry): ResourceType<z.output<typeof propertiesSchema>> {
  return {
    type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    properties: propertiesSchema,
    async apply({ properties }) {
      const rule = policyRule({
        type: properties.PolicyType,
        steps: properties.StepScalingPolicyConfiguration,
        tracking: properties.TargetTrackingScalingPolicyConfiguration,
      })
      const { arn } = registry.putPolicy(properties.id, properties.PolicyName, rule)
      return { physicalId: arn, attributes: { Arn: arn } }
    },
    async remove({ properties: { id, PolicyName } }) {
      const target = registry.all().find((each) => each.id.ResourceId === id.ResourceId)
      if (target?.policies.has(PolicyName)) registry.deletePolicy(target.id, PolicyName)
    },
  }
}

function idOf(properties: { ScalingTargetId?: string | undefined } & { [Key in keyof TargetId]?: unknown }) {
  const { ScalingTargetId, ServiceNamespace, ResourceId, ScalableDimension } = properties
  if (ScalingTargetId === undefined) return { ServiceNamespace, ResourceId, ScalableDimension }
  const [id, dimension, namespace] = ScalingTargetId.split('|')
  return { ServiceNamespace: namespace, ResourceId: id, ScalableDimension: dimension }
}
