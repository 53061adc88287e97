import { ApiError } from '../../protocol/api-error.ts'
import type { MetricDataQuery } from '../metric/metric.ts'
import type { MetricStore } from '../metric/metric-store.ts'
import { readQueries } from '../metric/read-queries.ts'
import type { AlarmProperties } from './alarm-properties.ts'

/** What an alarm watches: one metric with its statistic, or queries of which one returns data. */
export function alarmQueries(alarm: AlarmProperties): readonly MetricDataQuery[] {
  const { MetricName, Namespace, Dimensions, Statistic, Period, Unit, Metrics } = alarm
  if (Metrics) {
    if (
      MetricName !== undefined ||
      Namespace !== undefined ||
      Statistic !== undefined ||
      Period !== undefined
    ) {
      throw invalid(alarm, 'it has Metrics, and so no MetricName, Namespace, Statistic or Period of its own')
    }
    return Metrics
  }
  if (!MetricName || !Namespace || !Statistic || Period === undefined) {
    throw invalid(alarm, 'it needs Metrics, or MetricName, Namespace, Statistic and Period')
  }
  const Metric = { Namespace, MetricName, Dimensions }
  return [{ Id: 'm1', MetricStat: { Metric, Period, Stat: Statistic, Unit } }]
}

export function alarmPeriodSeconds(alarm: AlarmProperties): number {
  const periods = alarmQueries(alarm).flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [])
  const [period] = periods
  if (period === undefined) throw invalid(alarm, 'none of its Metrics has a Period')
  return period
}

/** The alarm's own series. An ApiError where there is none, or more than one. */
export function alarmSeries(
  alarm: AlarmProperties,
  store: Pick<MetricStore, 'read'>,
  window: Parameters<typeof readQueries>[2],
): readonly (number | undefined)[] {
  const [answer, ...others] = readQueries(store, alarmQueries(alarm), window)
  if (!answer || others.length > 0) {
    throw invalid(alarm, `one of its Metrics returns data, and here ${answer ? others.length + 1 : 0} do`)
  }
  return answer.values
}

function invalid({ AlarmName }: AlarmProperties, why: string): ApiError {
  return new ApiError('ValidationError', `Alarm ${AlarmName}: ${why}.`)
}
