import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { action } from '../api/action.ts'
import { number, time } from '../api/values.ts'
import { metric } from '../metric/metric.ts'
import type { Datapoint } from '../metric/metric-store.ts'
import type { Context } from './context.ts'

const datum = metric.omit({ Namespace: true }).extend({
  Timestamp: time.optional(),
  Value: number.optional(),
  Values: z.array(number).optional(),
  Counts: z.array(number).optional(),
  StatisticValues: z
    .strictObject({ SampleCount: number, Sum: number, Minimum: number, Maximum: number })
    .optional(),
  Unit: z.string().optional(),
  // Everything is kept by the minute.
  StorageResolution: number.optional(),
})

type Datum = z.infer<typeof datum>

export function putMetricData({ site, metrics }: Context) {
  return action({
    name: 'PutMetricData',
    input: z.strictObject({ Namespace: z.string().min(1), MetricData: z.array(datum).min(1) }),
    run: ({ Namespace, MetricData }) => {
      if (Namespace.startsWith('AWS/')) {
        throw new ApiError(
          'InvalidParameterValue',
          `Namespace ${Namespace}: names that begin with AWS/ are AWS's.`,
        )
      }
      const points = MetricData.map((each) => ({ each, point: toDatapoint(each) }))
      for (const { each, point } of points) {
        const { MetricName, Dimensions, Timestamp = site.fastClock.now() } = each
        metrics.put({ Namespace, MetricName, Dimensions }, point, Timestamp)
      }
      return undefined
    },
  })
}

function toDatapoint({ MetricName, Value, Values, Counts, StatisticValues }: Datum): Datapoint {
  if (StatisticValues) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues
    return { count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum }
  }
  const values = Values ?? (Value === undefined ? [] : [Value])
  if (values.length === 0 || (Counts && Counts.length !== values.length)) {
    throw new ApiError(
      'InvalidParameterCombination',
      `Metric ${MetricName}: give a Value, Values with as many Counts, or StatisticValues.`,
    )
  }
  const counts = values.map((_, index) => Counts?.[index] ?? 1)
  return {
    count: counts.reduce((total, count) => total + count, 0),
    sum: values.reduce((total, value, index) => total + value * (counts[index] ?? 1), 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
  }
}
