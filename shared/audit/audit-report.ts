import type { BucketPass } from './audit-ledger.ts'
import type { HourTold } from './load-hourly.ts'
import type { QueueSight } from './next-repair.ts'
import type { RepairTold } from './repair-log.ts'
import type { Route } from './routes.ts'
import type { LoadsTold } from './summarize-loads.ts'

/** What one run of the audit tells: as JSON for programs, as a page for people. Times are ISO 8601. */
export interface AuditReport extends LoadsTold {
  readonly run: {
    readonly id: string
    readonly stack: string
    readonly taskArn?: string
    readonly startedAt: string
    readonly endedAt: string
    /** False where the deadline came first: the next run goes on. */
    readonly isWhole: boolean
  }
  /** What `datasets` and `timeline` tell of. */
  readonly period: { readonly from: string; readonly to: string }
  readonly bucket: Pick<BucketPass, 'listed' | 'compared' | 'unknown'> & {
    readonly isWhole: boolean
    /** Uploads before it were not held against the ledger. Absent: all were. */
    readonly since?: string
  }
  readonly hour: HourTold
  readonly repairs: RepairTold
  readonly queues: Readonly<Record<Route['name'], QueueSight>>
}

export interface Reports {
  /** Stores the report, under a name of its own and as the latest. Answers the key of the page. */
  store(report: AuditReport): Promise<string>
  /** Repairs that no report has told yet. */
  putRepairs(runId: string, part: number, repairs: RepairTold['named']): Promise<void>
  /** Undefined where the part is not there any more, or is not one that this program reads. */
  readRepairs(runId: string, part: number): Promise<RepairTold['named'] | undefined>
}
