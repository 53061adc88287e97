import { embeddedMetrics, metricsOf } from '../metric/embedded-metrics.ts'
import type { AuditReport } from './audit-report.ts'

/** The report's figures as fields of one line of the log, which CloudWatch makes metrics of. */
export function reportMetrics(report: AuditReport): Record<string, unknown> {
  const { run, repairs, problems, hour, bucket, datasets } = report
  const sum = (of: (dataset: (typeof datasets)[number]) => number) =>
    datasets.reduce((total, dataset) => total + of(dataset), 0)
  const endedAt = Date.parse(run.endedAt)
  const figures = {
    FilesLoaded: sum(({ files }) => files.loaded),
    FilesRejected: problems.rejected,
    FilesFailed: problems.failed,
    RowsWritten: sum(({ rows }) => rows.written),
    RowsRejected: sum(({ rows }) => rows.rejected),
    BytesLoaded: sum(({ bytes }) => bytes),
    Repairs: repairs.total,
    EventsMissed: repairs.byReason['event-missed'] ?? 0,
    LoadsLater: hour.later,
    VersionsListed: bucket.listed,
    AuditSeconds: (endedAt - Date.parse(run.startedAt)) / 1000,
  }
  const stack = { Stack: run.stack }
  const failedHere = repairs.byReason['attempts-exhausted'] ?? 0
  return embeddedMetrics(
    endedAt,
    metricsOf('audit', stack, figures),
    // The others are told by whoever ended them.
    ...(failedHere > 0 ? [metricsOf('failure', stack, { LoadsFailed: failedHere })] : []),
  )
}
