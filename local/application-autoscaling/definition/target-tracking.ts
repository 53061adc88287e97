import { z } from 'zod'
import { dimensions, metricDataQuerySchema } from './metric-data-query.ts'

const customizedMetricSchema = z
  .strictObject({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: dimensions.optional(),
    Statistic: z.enum(['Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum']).optional(),
    Unit: z.string().optional(),
    Metrics: z.array(metricDataQuerySchema).min(1).optional(),
  })
  .refine(
    ({ Metrics, Namespace, MetricName, Statistic }) =>
      Metrics ? !(Namespace || MetricName || Statistic) : Namespace && MetricName && Statistic,
    { error: 'expected either Metrics, or Namespace, MetricName and Statistic' },
  )

const cooldownSeconds = z.int().min(0)

export const targetTrackingSchema = z
  .strictObject({
    TargetValue: z.number().positive(),
    ScaleInCooldown: cooldownSeconds.optional(),
    ScaleOutCooldown: cooldownSeconds.optional(),
    DisableScaleIn: z.boolean().optional(),
    PredefinedMetricSpecification: z
      .strictObject({
        PredefinedMetricType: z.enum(
          ['ECSServiceAverageCPUUtilization', 'ECSServiceAverageMemoryUtilization'],
          { error: 'expected a predefined metric of ECS services; there are no load balancers here' },
        ),
      })
      .optional(),
    CustomizedMetricSpecification: customizedMetricSchema.optional(),
  })
  .refine(
    (policy) =>
      (policy.PredefinedMetricSpecification === undefined) !==
      (policy.CustomizedMetricSpecification === undefined),
    { error: 'expected either PredefinedMetricSpecification or CustomizedMetricSpecification' },
  )

export type TargetTracking = z.output<typeof targetTrackingSchema>
