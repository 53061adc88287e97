import type { Plugin } from '../plugin.ts'
import type { Act } from './alarm/alarm.ts'
import type { AlarmProperties } from './alarm/alarm-properties.ts'
import type { MetricDataQuery } from './metric/metric.ts'

export interface Cloudwatch extends Plugin {
  /**
   * Of each query that returns data, in their order: one value per period, oldest first, undefined where there is
   * none. The last period ends with the newest minute that was measured.
   */
  metricData(
    queries: readonly MetricDataQuery[],
    window: { readonly periodSeconds: number; readonly periods: number },
  ): readonly (readonly (number | undefined)[])[]
  /** Takes the alarm actions whose ARN begins so. An alarm with an action that nobody takes is refused. */
  onAction(arnPrefix: string, act: Act): void
  /** Makes an alarm, or brings the one of that name to these properties; its state stays. Throws an ApiError. */
  putAlarm(properties: AlarmProperties): void
  /** An alarm that is not there is nothing to complain about. */
  deleteAlarm(name: string): void
}
