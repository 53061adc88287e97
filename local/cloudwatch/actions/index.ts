import type { Action } from '../api/action.ts'
import type { Context } from './context.ts'
import { deleteAlarms } from './delete-alarms.ts'
import { describeAlarms } from './describe-alarms.ts'
import { getMetricData } from './get-metric-data.ts'
import { getMetricStatistics } from './get-metric-statistics.ts'
import { listMetrics } from './list-metrics.ts'
import { putMetricAlarm } from './put-metric-alarm.ts'
import { putMetricData } from './put-metric-data.ts'
import { setAlarmState } from './set-alarm-state.ts'

/** All that CloudWatch answers here, a file each. */
export function cloudwatchActions(context: Context): readonly Action[] {
  return [
    deleteAlarms,
    describeAlarms,
    getMetricData,
    getMetricStatistics,
    listMetrics,
    putMetricAlarm,
    putMetricData,
    setAlarmState,
  ].map((create) => create(context))
}
