import { z } from 'zod'

const STEPS_MAX = 20 // autoscaling/application/userguide/application-auto-scaling-quotas.html

const stepAdjustmentSchema = z.strictObject({
  MetricIntervalLowerBound: z.number().optional(),
  MetricIntervalUpperBound: z.number().optional(),
  ScalingAdjustment: z.int(),
})

export const stepScalingSchema = z.strictObject({
  AdjustmentType: z.enum(['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity']),
  StepAdjustments: z
    .array(stepAdjustmentSchema)
    .min(1)
    .max(STEPS_MAX)
    .superRefine((steps, context) => {
      for (const message of intervalFaults(steps)) context.addIssue({ code: 'custom', message })
    }),
  MinAdjustmentMagnitude: z.int().min(1).optional(),
  Cooldown: z.int().min(0).optional(),
  // The alarm has its own statistic, which is what counts since alarms may use expressions.
  MetricAggregationType: z.enum(['Average', 'Minimum', 'Maximum']).optional(),
})

export type StepScaling = z.output<typeof stepScalingSchema>
export type StepAdjustment = z.output<typeof stepAdjustmentSchema>

/** Intervals must not overlap, must leave no gap, and only the outermost may be open. */
function intervalFaults(steps: readonly StepAdjustment[]): string[] {
  const sorted = [...steps].sort((a, b) => lower(a) - lower(b))
  return sorted.flatMap((step, index) => {
    const faults: string[] = []
    if (lower(step) >= upper(step)) faults.push('a lower bound is not below its upper bound')
    const next = sorted[index + 1]
    if (next && upper(step) > lower(next)) faults.push('two intervals overlap')
    if (next && upper(step) < lower(next)) faults.push('there is a gap between two intervals')
    return faults
  })
}

function lower({ MetricIntervalLowerBound: bound }: StepAdjustment): number {
  return bound ?? Number.NEGATIVE_INFINITY
}

function upper({ MetricIntervalUpperBound: bound }: StepAdjustment): number {
  return bound ?? Number.POSITIVE_INFINITY
}
