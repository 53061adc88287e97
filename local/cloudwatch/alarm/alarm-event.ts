import type { EventInput } from '../../event.ts'
import type { Alarm } from './alarm.ts'
import { alarmQueries } from './alarm-queries.ts'

/** `CloudWatch Alarm State Change`, as it goes to the default bus. */
export function alarmEvent(alarm: Alarm, before: Alarm): EventInput {
  const { AlarmName, AlarmDescription } = alarm.properties
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: AlarmName,
      state: describeState(alarm),
      previousState: describeState(before),
      configuration: {
        ...(AlarmDescription === undefined ? {} : { description: AlarmDescription }),
        metrics: alarmQueries(alarm.properties).map((query) => ({
          id: query.Id,
          ...(query.Expression === undefined ? {} : { expression: query.Expression }),
          ...(query.Label === undefined ? {} : { label: query.Label }),
          ...(query.MetricStat ? { metricStat: describeMetric(query.MetricStat) } : {}),
          returnData: query.ReturnData ?? true,
        })),
      },
    },
  }
}

function describeState({ state, reason, reasonData, stateUpdatedAt }: Alarm) {
  return {
    value: state,
    reason,
    ...(reasonData === undefined ? {} : { reasonData }),
    timestamp: new Date(stateUpdatedAt).toISOString().replace('Z', '+0000'),
  }
}

function describeMetric({
  Metric,
  Period,
  Stat,
}: NonNullable<ReturnType<typeof alarmQueries>[number]['MetricStat']>) {
  return {
    metric: {
      namespace: Metric.Namespace,
      name: Metric.MetricName,
      dimensions: Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    },
    period: Period,
    stat: Stat,
  }
}
