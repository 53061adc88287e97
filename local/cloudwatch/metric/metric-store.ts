import type { Clock } from '../../clock.ts'
import { ApiError } from '../../protocol/api-error.ts'
import { type Metric, metricKey } from './metric.ts'
import { readStatistic } from './statistic.ts'

/** What was measured within one minute. */
export interface Datapoint {
  readonly count: number
  readonly sum: number
  readonly minimum: number
  readonly maximum: number
}

export interface MetricStore {
  put(metric: Metric, point: Datapoint, at: number): void
  /** One statistic per period, oldest first. `start` is a whole minute, times are milliseconds on the fast clock. */
  read(
    metric: Metric,
    stat: string,
    window: { readonly start: number; readonly periodSeconds: number; readonly periods: number },
  ): readonly (number | undefined)[]
  list(): readonly Metric[]
}

export const MINUTE_MS = 60_000
// AWS: the longest window of an alarm whose period is under an hour (API_PutMetricAlarm.html).
const KEPT_MINUTES = 24 * 60
const METRICS_MAX = 1_000

export function createMetricStore(clock: Clock): MetricStore {
  const metrics = new Map<string, { readonly metric: Metric; readonly minutes: Map<number, Datapoint> }>()

  function minutesOf(metric: Metric): Map<number, Datapoint> {
    const key = metricKey(metric)
    const known = metrics.get(key)
    if (known) return known.minutes
    if (metrics.size >= METRICS_MAX) {
      throw new ApiError(
        'LimitExceeded',
        `The local runtime keeps ${METRICS_MAX} metrics, and ${metric.Namespace} ${metric.MetricName} is one more.`,
      )
    }
    const minutes = new Map<number, Datapoint>()
    metrics.set(key, { metric, minutes })
    return minutes
  }

  return {
    put(metric, point, at) {
      const minutes = minutesOf(metric)
      const minute = Math.floor(at / MINUTE_MS)
      const known = minutes.get(minute)
      minutes.set(minute, known ? merge(known, point) : point)
      const oldest = Math.floor(clock.now() / MINUTE_MS) - KEPT_MINUTES
      for (const kept of minutes.keys()) if (kept < oldest) minutes.delete(kept)
    },
    read(metric, stat, { start, periodSeconds, periods }) {
      const statistic = readStatistic(stat)
      const minutes = metrics.get(metricKey(metric))?.minutes
      const perPeriod = Math.round((periodSeconds * 1000) / MINUTE_MS)
      const first = Math.floor(start / MINUTE_MS)
      return Array.from({ length: periods }, (_, period) => {
        let merged: Datapoint | undefined
        for (let index = 0; index < perPeriod; index += 1) {
          const point = minutes?.get(first + period * perPeriod + index)
          if (point) merged = merged ? merge(merged, point) : point
        }
        return merged && statistic(merged)
      })
    },
    list: () => [...metrics.values()].map(({ metric }) => metric),
  }
}

function merge(a: Datapoint, b: Datapoint): Datapoint {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
  }
}
