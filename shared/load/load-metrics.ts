import { embeddedMetrics, metricsOf } from '../metric/embedded-metrics.ts'
import type { Ending } from './end-load.ts'
import type { Pace } from './report-progress.ts'

/** What an attempt knows of a load besides its end. */
export interface Measured {
  readonly dataset?: string
  readonly pace?: Pace
}

/** The figures of a load's end, for the line that tells it: those of its dataset, or that it failed. */
export function loadMetrics(
  stackName: string,
  { status, counts = {} }: Ending,
  { dataset, pace }: Measured,
  at: number,
): Record<string, unknown> {
  if (status === 'failed')
    return embeddedMetrics(at, metricsOf('failure', { Stack: stackName }, { LoadsFailed: 1 }))
  if (dataset === undefined || (status !== 'loaded' && status !== 'rejected')) return {}
  const figures = {
    ...(status === 'loaded' ? { FilesLoaded: 1 } : { FilesRejected: 1 }),
    RowsWritten: counts.rowsWritten ?? 0,
    RowsRejected: counts.rowsRejected ?? 0,
    BytesLoaded: counts.bytes ?? 0,
    ...(pace ? { LoadSeconds: pace.elapsedMs / 1000 } : {}),
  }
  return embeddedMetrics(at, metricsOf('load', { Stack: stackName, Dataset: dataset }, figures))
}
