import type { Checkpoint, UnreadCheckpoint } from './checkpoint.ts'
import type { ObjectVersion } from './object-version.ts'
import type { LoadStatus } from './outcome.ts'

/** Names one item of the ledger: `s3://bucket/key` and the S3 versionId. */
export interface LoadId {
  readonly object: string
  readonly version: string
}

/** Times are ISO 8601, sizes are bytes. The names are those of the table's attributes. */
export interface LoadItem extends LoadId {
  readonly status: LoadStatus
  /** When `status` was last set. */
  readonly statusAt: string
  /** Number of the last attempt; 0 where none has begun. Every write of an attempt is conditional on it. */
  readonly attempt: number
  /** Attempts in a row that ended without a checkpoint and were not handed back. */
  readonly fruitless: number
  /** Token of the claim that works or worked on it. A `loading` item without one was handed back. */
  readonly owner?: string
  readonly dataset?: string
  readonly taskArn?: string
  readonly sequencer?: string
  readonly size?: number
  readonly etag?: string
  readonly uploadedAt?: string
  readonly queuedAt?: string
  /** When its first attempt began. */
  readonly startedAt?: string
  readonly settledAt?: string
  readonly launch?: Launch
  /** Of the attempt under way or of one before it. A settled load has none. */
  readonly checkpoint?: Checkpoint | UnreadCheckpoint
  readonly rowsRead?: number
  readonly rowsWritten?: number
  readonly rowsRejected?: number
  readonly rowsDuplicate?: number
  readonly bytes?: number
  readonly rejectsKey?: string
  readonly error?: LoadError
}

interface Launch {
  readonly number: number
  readonly capacity?: string
  readonly size?: string
  /** ISO 8601: this launch begins no sooner. */
  readonly notBefore?: string
  /** Tasks of it whose stop was answered with a launch. */
  readonly stops?: readonly string[]
}

interface LoadError {
  readonly code: string
  readonly message: string
  readonly line?: number
}

/** What an item must be for a write to happen. */
export type Expected =
  | { readonly kind: 'absent' }
  | { readonly kind: 'at'; readonly attempt: number; readonly statuses: readonly LoadStatus[] }

/** The version that is claimed. Where it has no sequencer each may be newer. */
export type Claimed = Pick<ObjectVersion, 'sequencer'>

export interface LoadChange {
  /** A change of `status` brings `statusAt` with it. */
  readonly set: Partial<Omit<LoadItem, keyof LoadId>>
  readonly remove?: readonly (keyof LoadItem)[]
}

/** The record of every object version. All reads are strongly consistent. */
export interface Ledger {
  /**
   * Every version of one key, or at least those that the claim of one has to look at: itself, what is open, and what is
   * not surely older. A file that is replaced each minute has half a million versions in a year.
   * `answeredAt` is the database's own clock: whole seconds, in milliseconds since 1970.
   */
  versions(
    object: string,
    claimed?: Claimed,
  ): Promise<{ readonly items: readonly LoadItem[]; readonly answeredAt?: number }>
  read(id: LoadId): Promise<LoadItem | undefined>
  /** One conditional write. `refused` may also be a write that happened and whose reply was lost: the item tells. */
  change(id: LoadId, expected: Expected, change: LoadChange): Promise<'done' | 'refused'>
}

/** The right to work on an object key, so that its versions load one after another. */
export interface Lease {
  readonly owner: string
  readonly versionId: string
  readonly attempt: number
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface Leases {
  read(object: string): Promise<Lease | undefined>
  /** Puts the lease where there is none, where it ran out before `freeBefore`, or where it is this owner's already. */
  take(object: string, lease: Lease, freeBefore: number): Promise<'taken' | 'held'>
  /** `lost` where the lease is not this owner's. */
  renew(object: string, owner: string, expiresAt: number): Promise<'renewed' | 'lost'>
  /** Deletes the lease where it is this owner's; another's stays. */
  release(object: string, owner: string): Promise<void>
}

export const OPEN: readonly LoadStatus[] = ['queued', 'loading']

export function isTerminal(status: LoadStatus): status is Exclude<LoadStatus, 'queued' | 'loading'> {
  return !OPEN.includes(status)
}

/** What a write must expect of an item that was read, or was not there, and may be in any open status. */
export function asRead(item: LoadItem | undefined): Expected {
  return item ? { kind: 'at', attempt: item.attempt, statuses: OPEN } : { kind: 'absent' }
}
