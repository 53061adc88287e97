import type { Cloudwatch } from '../cloudwatch/index.ts'
import type { Site } from '../site.ts'

/** Where counts are. `serviceId` is `service/<cluster>/<service>`; an ApiError where there is none. */
export interface Counts {
  serviceCounts(serviceId: string): { readonly desired: number; readonly deploying: boolean }
  setDesiredCount(serviceId: string, count: number): void
}

/** Where metrics and alarms are. */
export type Metrics = Pick<Cloudwatch, 'metricData' | 'putAlarm' | 'deleteAlarm' | 'onAction'>

export interface Surroundings {
  readonly site: Site
  readonly counts: Counts
  readonly metrics: Metrics
}
