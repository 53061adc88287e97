import type { MetricDataQuery } from '../../cloudwatch/metric/metric.ts'
import type { TargetId } from '../definition/target-id.ts'
import type { TargetTracking } from '../definition/target-tracking.ts'

/** Seconds; target tracking looks at metrics once a minute. */
export const PERIOD_SECONDS = 60

const PREDEFINED = {
  ECSServiceAverageCPUUtilization: 'CPUUtilization',
  ECSServiceAverageMemoryUtilization: 'MemoryUtilization',
} as const

/** The metric of a policy as queries, of which one returns data. */
export function trackedMetric(tracking: TargetTracking, id: TargetId): MetricDataQuery[] {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = tracking
  if (predefined) {
    const [, ClusterName = '', ServiceName = ''] = id.ResourceId.split('/')
    return single({
      Namespace: 'AWS/ECS',
      MetricName: PREDEFINED[predefined.PredefinedMetricType],
      Stat: 'Average',
      Dimensions: Object.entries({ ClusterName, ServiceName }).map(([Name, Value]) => ({ Name, Value })),
    })
  }
  if (customized?.Metrics) return severalOf(customized.Metrics)
  const { Namespace = '', MetricName = '', Dimensions = [], Statistic = 'Average', Unit } = customized ?? {}
  return single({ Namespace, MetricName, Dimensions, Stat: Statistic, Unit })
}

function severalOf(
  metrics: NonNullable<NonNullable<TargetTracking['CustomizedMetricSpecification']>['Metrics']>,
) {
  return metrics.map(
    ({ MetricStat, ...query }): MetricDataQuery => ({
      ...query,
      ReturnData: query.ReturnData ?? true,
      ...(MetricStat && { MetricStat: { ...MetricStat, Period: PERIOD_SECONDS } }),
    }),
  )
}

function single(metric: {
  readonly Namespace: string
  readonly MetricName: string
  readonly Stat: string
  readonly Unit?: string | undefined
  readonly Dimensions: { Name: string; Value: string }[]
}): MetricDataQuery[] {
  const { Namespace, MetricName, Dimensions, Stat, Unit } = metric
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period: PERIOD_SECONDS, Stat, Unit }
  return [{ Id: 'm1', MetricStat, ReturnData: true }]
}
