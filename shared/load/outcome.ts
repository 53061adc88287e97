import type { StevedoreError } from '../platform/error.ts'

export type TerminalStatus = 'loaded' | 'rejected' | 'failed' | 'superseded' | 'gone' | 'ignored'
export type LoadStatus = 'queued' | 'loading' | TerminalStatus

/** How one attempt to load an object version ended. The host turns it into an exit code or a message's fate. */
export type LoadOutcome =
  /** This attempt brought the load to its end. */
  | { readonly kind: 'settled'; readonly status: TerminalStatus; readonly error?: StevedoreError }
  /** It was at its end before: delivered again, without effect. */
  | { readonly kind: 'already'; readonly status: TerminalStatus }
  /** The dataset waits for the hour: the ledger says `queued`, nothing is to be done here. */
  | { readonly kind: 'waits-for-hour' }
  /** The key's lease is another's, or a newer version of the key is loading: come back later. */
  | {
      readonly kind: 'busy'
      readonly heldFor: 'this-version' | 'other-version'
      readonly retryAfterSeconds: number
    }
  /** Not now, and no fault of the object: a dependency is away or throttles, or the lease was lost. */
  | { readonly kind: 'not-now'; readonly error: StevedoreError; readonly retryAfterSeconds: number }
  /** Stopped by the signal: the ledger says so where an attempt had begun, and the next one goes on at once. */
  | { readonly kind: 'handed-back' }
