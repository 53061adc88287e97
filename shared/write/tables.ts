import type { Item } from '../row/row.ts'

/** Why DynamoDB had no room: one key or key range, the table, or the account. */
export type ThrottleReason = 'key-range' | 'table' | 'account' | 'unknown'

/** What became of one row request. */
export type RowsAnswer =
  /** Every row is in the table. */
  | { readonly kind: 'written' }
  /** All but these items are in the table. */
  | { readonly kind: 'unprocessed'; readonly items: readonly Item[] }
  /** PutItem: the condition did not hold. `found` is the item that stands there, undefined where it was not told. */
  | { readonly kind: 'refused'; readonly found: Item | undefined }
  /** Surely without effect, and may be sent again. */
  | { readonly kind: 'throttled'; readonly reason: ThrottleReason; readonly error: unknown }
  /** Surely without effect; the fast lane cannot tell why, the slow lane can. */
  | { readonly kind: 'unclear'; readonly error: unknown }
  /** It may have happened, may not, or may yet happen until the request timeout has passed since it was sent. */
  | { readonly kind: 'no-answer'; readonly error: unknown }

export type RowAction = 'BatchWriteItem' | 'PutItem'

/**
 * Sends the JSON body of one row request, once. Throws `dependency.denied` where it can never work. The body must not
 * change before the answer; after `no-answer` it must never be used again, for it may still be on its way out.
 */
export type SendRows = (action: RowAction, body: Buffer) => Promise<RowsAnswer>

export interface Tables {
  /** For what goes well: the request without the SDK's pipeline. */
  readonly fast: SendRows
  /** For what does not: the official client, which also explains faults. Never answers `unclear`. */
  readonly slow: SendRows
}
