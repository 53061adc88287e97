import { z } from 'zod'
import type { Metric } from './metric.ts'
import type { Datapoint } from './metric-store.ts'

const directive = z.object({
  Namespace: z.string().min(1),
  Dimensions: z.array(z.array(z.string())).min(1),
  Metrics: z.array(z.object({ Name: z.string().min(1) })),
})

const metadata = z.object({ _aws: z.object({ CloudWatchMetrics: z.array(directive) }) })
const values = z.union([z.number().transform((value) => [value]), z.array(z.number()).min(1)])

/**
 * The metrics that a line of a log carries in the embedded format; none of any other line. Throws what is wrong with one
 * that says `_aws` and does not hold what it names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): readonly { metric: Metric; point: Datapoint }[] {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return []
  const fields: unknown = JSON.parse(line)
  const { _aws } = metadata.parse(fields)
  const fieldOf = (name: string): unknown => (fields as Record<string, unknown>)[name]
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = names.map((Name) => ({ Name, Value: textOf(Name, fieldOf(Name)) }))
      return Metrics.map(({ Name }) => ({
        metric: { Namespace, MetricName: Name, Dimensions: dimensions },
        point: pointOf(Name, fieldOf(Name)),
      }))
    }),
  )
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`The dimension ${name} is ${JSON.stringify(value)}, and has to be a text.`)
}

function pointOf(name: string, value: unknown): Datapoint {
  const parsed = values.safeParse(value)
  if (!parsed.success)
    throw new Error(`The metric ${name} is ${JSON.stringify(value)}, and has to be numbers.`)
  return {
    count: parsed.data.length,
    sum: parsed.data.reduce((sum, each) => sum + each, 0),
    minimum: Math.min(...parsed.data),
    maximum: Math.max(...parsed.data),
  }
}
