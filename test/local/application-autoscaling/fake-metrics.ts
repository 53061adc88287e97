import type { Metrics } from '../../../local/application-autoscaling/surroundings.ts'
import type { AlarmProperties, AlarmSignal } from '../../../local/cloudwatch/index.ts'

type Query = Parameters<Metrics['metricData']>[0][number]

/** Metrics told minute by minute, and alarms that ring when all their periods breach. Expressions are named by their text. */
export function createFakeMetrics() {
  const series = new Map<string, (number | undefined)[]>()
  const alarms = new Map<string, AlarmProperties>()
  let act: Parameters<Metrics['onAction']>[1] = () => undefined

  const lastOf = (queries: readonly Query[], periods: number) => {
    const returned = queries.find(({ ReturnData }) => ReturnData !== false)
    const values = series.get(returned?.Expression ?? returned?.MetricStat?.Metric.MetricName ?? '') ?? []
    return Array.from({ length: periods }, (_, index) => values[values.length - periods + index])
  }

  const metrics: Metrics = {
    metricData: (queries, { periods }) => [lastOf(queries, periods)],
    putAlarm: (alarm) => alarms.set(alarm.AlarmName, alarm),
    deleteAlarm: (name) => alarms.delete(name),
    onAction: (_prefix, given) => {
      act = given
    },
  }

  function ring(alarm: AlarmProperties): void {
    const values = lastOf(alarm.Metrics ?? [], alarm.EvaluationPeriods)
    const breaches = (value: number | undefined) =>
      value !== undefined &&
      (alarm.ComparisonOperator === 'GreaterThanThreshold'
        ? value > alarm.Threshold
        : value < alarm.Threshold)
    if (!values.every(breaches)) return
    const value = values.at(-1)
    for (const action of alarm.AlarmActions ?? [])
      act(action, signal(alarm.AlarmName, alarm.Threshold, value))
  }

  return {
    metrics,
    alarms,
    /** A minute passes, with these values. */
    minute(values: Readonly<Record<string, number | undefined>>): void {
      for (const [name, value] of Object.entries(values))
        series.set(name, [...(series.get(name) ?? []), value])
      for (const alarm of alarms.values()) ring(alarm)
    },
    /** An alarm of the user's own rings. */
    alarm: (action: string, threshold: number, value: number) => act(action, signal('own', threshold, value)),
  }
}

function signal(name: string, threshold: number, value: number | undefined): AlarmSignal {
  return {
    name,
    arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
    state: 'ALARM',
    previousState: 'ALARM',
    reason: 'test',
    threshold,
    at: 0,
    ...(value !== undefined && { latestValue: value }),
  }
}
