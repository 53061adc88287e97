import { z } from 'zod'

export const dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() }))

/** One metric or expression of a policy, as CloudWatch takes it too. */
export const metricDataQuerySchema = z
  .strictObject({
    Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
    Expression: z.string().min(1).optional(),
    Label: z.string().optional(),
    ReturnData: z.boolean().optional(),
    MetricStat: z
      .strictObject({
        Metric: z.strictObject({
          Namespace: z.string(),
          MetricName: z.string(),
          Dimensions: dimensions.optional(),
        }),
        Stat: z.string(),
        Unit: z.string().optional(),
      })
      .optional(),
  })
  .refine(({ Expression, MetricStat }) => (Expression === undefined) !== (MetricStat === undefined), {
    error: 'expected either Expression or MetricStat',
  })
