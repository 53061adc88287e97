import type { Site } from '../../site.ts'
import type { Alarms } from '../alarm/alarms.ts'
import type { MetricStore } from '../metric/metric-store.ts'

export interface Context {
  readonly site: Site
  readonly metrics: MetricStore
  readonly alarms: Alarms
}
