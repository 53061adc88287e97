import { z } from 'zod'
import { action } from '../api/action.ts'
import { number, time } from '../api/values.ts'
import { metricDataQuery } from '../metric/metric.ts'
import { readQueries } from '../metric/read-queries.ts'
import { askedPeriods } from './asked-periods.ts'
import type { Context } from './context.ts'

const PERIOD_SECONDS_DEFAULT = 60

export function getMetricData({ metrics }: Context) {
  return action({
    name: 'GetMetricData',
    input: z.strictObject({
      MetricDataQueries: z.array(metricDataQuery).min(1),
      StartTime: time,
      EndTime: time,
      ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).optional(),
      // One answer holds all of them.
      MaxDatapoints: number.optional(),
      LabelOptions: z.unknown().optional(),
    }),
    run: ({ MetricDataQueries, StartTime, EndTime, ScanBy }) => {
      const [period = PERIOD_SECONDS_DEFAULT] = MetricDataQueries.flatMap(
        ({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [],
      )
      const window = askedPeriods(StartTime, EndTime, period)
      const MetricDataResults = readQueries(metrics, MetricDataQueries, window).map(
        ({ id, label, values }) => {
          const points = values.flatMap((value, index) =>
            value === undefined ? [] : [[new Date(window.start + index * period * 1000), value] as const],
          )
          if (ScanBy !== 'TimestampAscending') points.reverse()
          return {
            Id: id,
            Label: label,
            Timestamps: points.map(([at]) => at),
            Values: points.map(([, value]) => value),
            StatusCode: 'Complete',
          }
        },
      )
      return { MetricDataResults, Messages: [] }
    },
  })
}
