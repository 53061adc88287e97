import type { ArrivalCounts, ExpectedRows } from './arrivals.ts'

/** What the server is told at the beginning of a run. */
export interface RunOrder {
  readonly kind: 'begin'
  /** Files by object key. */
  readonly objects: Readonly<Record<string, string>>
  /** Bodies of the messages that wait in the queue. */
  readonly messages: readonly string[]
  /** How many object versions lie under each prefix. The ledger knows them all. */
  readonly versions?: Readonly<Record<string, number>>
  readonly ledgerTable: string
  /** Each item is compared with the row that it must be: too slow for a run that is timed. */
  readonly expected?: ExpectedRows
}

export interface RunReport {
  readonly arrived: ArrivalCounts
  readonly rejectLines: number
  readonly rowRequests: number
  readonly ledgerRequests: number
  readonly gets: number
  /** How often each operation was asked for, by names such as `S3 GetObject`. */
  readonly requests: Readonly<Record<string, number>>
  readonly messagesDeleted: number
  /** Of the server itself, since the beginning of the run. */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  /** Why what arrived is not what was to arrive. */
  readonly faults: readonly string[]
}

export type ToServer = RunOrder | { readonly kind: 'end' }

export type FromServer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'queue-empty' }
  | { readonly kind: 'report'; readonly report: RunReport }
