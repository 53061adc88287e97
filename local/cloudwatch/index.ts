export type { AlarmSignal, AlarmState } from './alarm/alarm.ts'
export type { AlarmProperties } from './alarm/alarm-properties.ts'
export type { Cloudwatch } from './cloudwatch.ts'
export type { MetricDataQuery } from './metric/metric.ts'
