import type { LoadId, LoadItem } from '../load/ledger.ts'
import type { LoadStatus } from '../load/outcome.ts'

/** The ledger as a whole. Its reads may lag a second behind: whoever acts on one looks again. */
export interface AuditLedger {
  /** Those of the ids that have an item. */
  known(ids: readonly LoadId[]): Promise<readonly LoadId[]>
  /** All loads with this status whose `statusAt`, ISO 8601, lies in the period (both ends included), page by page. */
  withStatus(
    status: LoadStatus,
    period?: { readonly from: string; readonly to: string },
  ): AsyncIterable<readonly LoadItem[]>
}

/** What a run leaves for the next one. Times are ISO 8601. */
export interface AuditState {
  /** Begin of the last pass over the bucket that came to its end, and of the last one that read everything. */
  readonly passedAt?: string
  readonly passedAllAt?: string
  /** Up to here the reports tell. */
  readonly reportedTo?: string
  /** A pass that has not come to its end: the next run goes on with it. */
  readonly pass?: BucketPass
  /** Repairs of a run that had no report: so many parts of them are stored. */
  readonly untold?: { readonly runId: string; readonly parts: number }
}

export interface BucketPass {
  readonly startedAt: string
  /** Older uploads are not held against the ledger. Absent: all are. */
  readonly since?: string
  /** How far each prefix is read. One that is missing has not begun. */
  readonly markers: Readonly<Record<string, ListMarker | 'end'>>
  /** Object versions listed so far, those held against the ledger, and those without an item there. */
  readonly listed: number
  readonly compared: number
  readonly unknown: number
}

/** Behind this version a listing goes on. */
export interface ListMarker {
  readonly key: string
  readonly version: string
}

export interface AuditStates {
  read(): Promise<AuditState | undefined>
  write(state: AuditState): Promise<void>
}
