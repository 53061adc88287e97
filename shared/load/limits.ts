/** How long a lease holds after it was last renewed. A dead worker's key is free this long, and the grace, after it died. */
export const LEASE_MS = 30_000
/** Three renewals fit into a lease, so that one lost request costs nothing. */
export const RENEW_EVERY_MS = 10_000
/** How long one row request may take. After it nothing that was sent can still arrive. */
export const ROW_REQUEST_TIMEOUT_MS = 5_000
/** A worker whose clock is farther from DynamoDB's than this claims nothing. */
export const CLOCK_SKEW_REFUSED_MS = 3_000
/** DynamoDB tells its time, in the Date of an answer, in whole seconds. */
export const DATE_RESOLUTION_MS = 1_000
/** By how much the clocks of two workers can differ: one as far ahead, one as far behind, as is not yet noticed. */
const CLOCK_SKEW_MS = 2 * (CLOCK_SKEW_REFUSED_MS + DATE_RESOLUTION_MS)
/** A lease is another's to take when it ran out by more than this: its last row request has ended by then. */
export const TAKEOVER_GRACE_MS = ROW_REQUEST_TIMEOUT_MS + CLOCK_SKEW_MS

/** After so many attempts in a row that came no further, a person is asked. */
export const FRUITLESS_MAX = 5
/** The wait before the attempt that follows 1, 2, 3, 4 fruitless ones. */
export const WAITS_AFTER_FRUITLESS_MS: readonly number[] = [0, 60_000, 240_000, 900_000]
/** How often a claim begins again when others move while it looks. */
export const CLAIM_ROUNDS_MAX = 5

/** When a message should come back that found its key held, a newer version at work, or a dependency away. */
export const BUSY_RETRY_SECONDS = 5
export const UNAVAILABLE_RETRY_SECONDS = 30

/**
 * The parts of a reject file are taken for there so long after the first could be stored. The results bucket removes
 * them after 30 days, and a load that goes on from them needs some time to its end.
 */
export const PARTS_TRUSTED_MS = 20 * 24 * 3_600_000

/** How a load under way looks after itself and what it leaves for the next attempt. */
export interface LoadLimits {
  /** Bytes of rows between two looks at the clock: well under a millisecond's work. */
  readonly lookEveryBytes: number
  /** After so long without a pause the lease's renewal and the queue's heartbeat get their turn. */
  readonly stretchMs: number
  /** From one checkpoint to the next: a tenth of the attempt's age, but no less and no more. */
  readonly checkpointEveryMsMin: number
  readonly checkpointEveryMsMax: number
  /** Rejects in memory before they should become a part; the larger ones where there are many parts already. */
  readonly partBytes: number
  readonly largePartBytes: number
  /** How long row requests may take to end when the load is stopped; those in flight then take as long again. */
  readonly drainMs: number
}

export const LOAD_LIMITS: LoadLimits = {
  lookEveryBytes: 64 * 1024,
  stretchMs: 20,
  checkpointEveryMsMin: 5_000,
  checkpointEveryMsMax: 60_000,
  partBytes: 1024 * 1024,
  largePartBytes: 4 * 1024 * 1024,
  drainMs: 4_000,
}
