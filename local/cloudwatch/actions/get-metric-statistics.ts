import { z } from 'zod'
import { action } from '../api/action.ts'
import { number, time } from '../api/values.ts'
import { metric } from '../metric/metric.ts'
import { statisticName } from '../metric/statistic.ts'
import { askedPeriods } from './asked-periods.ts'
import type { Context } from './context.ts'

export function getMetricStatistics({ metrics }: Context) {
  return action({
    name: 'GetMetricStatistics',
    input: metric.extend({
      StartTime: time,
      EndTime: time,
      Period: number,
      Statistics: z.array(statisticName).min(1),
      Unit: z.string().optional(),
    }),
    run: ({ Namespace, MetricName, Dimensions, StartTime, EndTime, Period, Statistics }) => {
      const window = askedPeriods(StartTime, EndTime, Period)
      const wanted = { Namespace, MetricName, Dimensions }
      const lines = Statistics.map((name) => [name, metrics.read(wanted, name, window)] as const)
      const Datapoints = Array.from({ length: window.periods }, (_, index) => ({
        Timestamp: new Date(window.start + index * Period * 1000),
        ...Object.fromEntries(lines.map(([name, values]) => [name, values[index]])),
        Unit: 'None',
      }))
      const isThere = (index: number) => lines.some(([, values]) => values[index] !== undefined)
      return { Label: MetricName, Datapoints: Datapoints.filter((_, index) => isThere(index)) }
    },
  })
}
