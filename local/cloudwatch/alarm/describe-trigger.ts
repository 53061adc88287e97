import type { AlarmProperties } from './alarm-properties.ts'

/** The part `Trigger` of the message that CloudWatch publishes. */
export function describeTrigger(alarm: AlarmProperties): Readonly<Record<string, unknown>> {
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold } = alarm
  const common = {
    EvaluationPeriods,
    ...(DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm }),
    ComparisonOperator,
    Threshold,
    TreatMissingData: alarm.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: '',
  }
  if (!alarm.Metrics) {
    return {
      MetricName: alarm.MetricName,
      Namespace: alarm.Namespace,
      StatisticType: 'Statistic',
      Statistic: alarm.Statistic?.toUpperCase(),
      Unit: alarm.Unit ?? null,
      Dimensions: alarm.Dimensions?.map(lowerCase) ?? [],
      Period: alarm.Period,
      ...common,
    }
  }
  return {
    ...common,
    Metrics: alarm.Metrics.map(({ MetricStat, ReturnData, ...query }) => ({
      ...query,
      ...(MetricStat
        ? {
            MetricStat: {
              ...MetricStat,
              Metric: {
                ...MetricStat.Metric,
                Dimensions: MetricStat.Metric.Dimensions?.map(lowerCase) ?? [],
              },
            },
          }
        : {}),
      ReturnData: ReturnData ?? true,
    })),
  }
}

function lowerCase({ Name, Value }: { readonly Name: string; readonly Value: string }) {
  return { value: Value, name: Name }
}
