import { z } from 'zod'
import { flag, number } from '../api/values.ts'

/** A dimension, a metric and a query as the API and templates write them. A member it does not know is an error. */
export const dimension = z.strictObject({ Name: z.string(), Value: z.string() })

export const metric = z.strictObject({
  Namespace: z.string().min(1),
  MetricName: z.string().min(1),
  Dimensions: z.array(dimension).optional(),
})

export type Metric = z.infer<typeof metric>

const metricStat = z.strictObject({
  Metric: metric,
  /** Seconds; that of the question where none is given. */
  Period: number.optional(),
  Stat: z.string(),
  Unit: z.string().optional(),
})

export const metricDataQuery = z
  .strictObject({
    Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
    Expression: z.string().min(1).optional(),
    MetricStat: metricStat.optional(),
    Label: z.string().optional(),
    ReturnData: flag.optional(),
    Period: number.optional(),
  })
  .refine(({ Expression, MetricStat }) => (Expression === undefined) !== (MetricStat === undefined), {
    message: 'A query has an Expression or a MetricStat, and not both.',
  })

export type MetricDataQuery = z.infer<typeof metricDataQuery>

/** The same text for the same metric, in whatever order its dimensions come. */
export function metricKey({ Namespace, MetricName, Dimensions = [] }: Metric): string {
  const sorted = Dimensions.map(({ Name, Value }) => [Name, Value]).sort()
  return JSON.stringify([Namespace, MetricName, ...sorted])
}
