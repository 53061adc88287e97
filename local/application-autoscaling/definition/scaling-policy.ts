import { z } from 'zod'
import type { StepScaling } from './step-scaling.ts'
import { stepScalingSchema } from './step-scaling.ts'
import type { TargetTracking } from './target-tracking.ts'
import { targetTrackingSchema } from './target-tracking.ts'

/** The part that PutScalingPolicy and AWS::ApplicationAutoScaling::ScalingPolicy write differently comes on top. */
export const policyTypeSchema = z.enum(['TargetTrackingScaling', 'StepScaling'], {
  error: 'expected TargetTrackingScaling or StepScaling',
})
export const stepConfigurationSchema = stepScalingSchema.optional()
export const trackingConfigurationSchema = targetTrackingSchema.optional()

export type PolicyRule =
  | { readonly kind: 'target-tracking'; readonly tracking: TargetTracking }
  | { readonly kind: 'step'; readonly steps: StepScaling }

export interface ScalingPolicy {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  readonly rule: PolicyRule
  /** Of the two that target tracking makes for itself. */
  readonly alarmNames: readonly string[]
}
