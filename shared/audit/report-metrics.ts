import type { AuditReport } from './audit-report.ts'

/** The report's figures in CloudWatch's embedded format: fields of one line of the log, which CloudWatch makes metrics of. */
export function reportMetrics(report: AuditReport): Record<string, unknown> {
  const { run, repairs, problems, hour, bucket, datasets } = report
  const sum = (of: (dataset: (typeof datasets)[number]) => number) =>
    datasets.reduce((total, dataset) => total + of(dataset), 0)
  const figures = {
    FilesLoaded: { value: sum(({ files }) => files.loaded), unit: 'Count' },
    FilesRejected: { value: problems.rejected, unit: 'Count' },
    FilesFailed: { value: problems.failed, unit: 'Count' },
    RowsWritten: { value: sum(({ rows }) => rows.written), unit: 'Count' },
    RowsRejected: { value: sum(({ rows }) => rows.rejected), unit: 'Count' },
    BytesLoaded: { value: sum(({ bytes }) => bytes), unit: 'Bytes' },
    Repairs: { value: repairs.total, unit: 'Count' },
    EventsMissed: { value: repairs.byReason['event-missed'] ?? 0, unit: 'Count' },
    LoadsLater: { value: hour.later, unit: 'Count' },
    VersionsListed: { value: bucket.listed, unit: 'Count' },
    AuditSeconds: { value: (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000, unit: 'Seconds' },
  } as const
  const entries = Object.entries(figures)
  return {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    _aws: {
      Timestamp: Date.parse(run.endedAt),
      CloudWatchMetrics: [
        {
          Namespace: 'Stevedore',
          Dimensions: [['Stack']],
          Metrics: entries.map(([Name, { unit }]) => ({ Name, Unit: unit })),
        },
      ],
    },
    Stack: run.stack,
    ...Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
  }
}
