/** The namespace of all that the application counts itself. */
export const NAMESPACE = 'Stevedore'

/** What it counts: the dimensions under which CloudWatch finds a figure, and each figure with its unit. */
export const METRICS = {
  /** Of a load that is at its end, from the worker that ended it. Seconds are those of its last attempt. */
  load: {
    dimensions: ['Stack', 'Dataset'],
    units: {
      FilesLoaded: 'Count',
      FilesRejected: 'Count',
      RowsWritten: 'Count',
      RowsRejected: 'Count',
      BytesLoaded: 'Bytes',
      LoadSeconds: 'Seconds',
    },
  },
  /** Of a load that became `failed`, from whoever made it so. */
  failure: { dimensions: ['Stack'], units: { LoadsFailed: 'Count' } },
  /** From launch-load: what ECS refused for good, and what it had no room for. */
  launch: { dimensions: ['Stack'], units: { LaunchesFailed: 'Count', LaunchesWithoutCapacity: 'Count' } },
  /** From explain-stop. `Class` is the cause of the stop. */
  stop: { dimensions: ['Stack', 'Class'], units: { TasksStopped: 'Count' } },
  /** Of a run of the audit: what happened since its last report, and what it did itself. */
  audit: {
    dimensions: ['Stack'],
    units: {
      FilesLoaded: 'Count',
      FilesRejected: 'Count',
      FilesFailed: 'Count',
      RowsWritten: 'Count',
      RowsRejected: 'Count',
      BytesLoaded: 'Bytes',
      Repairs: 'Count',
      EventsMissed: 'Count',
      LoadsLater: 'Count',
      VersionsListed: 'Count',
      AuditSeconds: 'Seconds',
    },
  },
} as const satisfies Readonly<
  Record<string, { dimensions: readonly string[]; units: Readonly<Record<string, Unit>> }>
>

type Unit = 'Count' | 'Bytes' | 'Seconds'
export type MetricGroup = keyof typeof METRICS
export type Dimensions<Group extends MetricGroup> = Readonly<
  Record<(typeof METRICS)[Group]['dimensions'][number], string>
>
export type Figures<Group extends MetricGroup> = Readonly<
  Partial<Record<keyof (typeof METRICS)[Group]['units'], number>>
>
