import type { LoadItem } from '../load/ledger.ts'
import type { ObjectVersion } from '../load/object-version.ts'
import type { Capacity } from '../message/load-request.ts'

export interface LaunchChoice {
  readonly number: number
  readonly capacity: Capacity
  /** One step above the size that the object asks for, once a task of it ran out of memory. */
  readonly size?: 'larger'
}

/** The ledger as a launch sees it. All reads are strongly consistent. */
export interface LaunchLedger {
  /** Writes the load as `queued`, with its launch, where it has no item; answers the item where it has one. */
  enter(object: ObjectVersion, launch: LaunchChoice, now: number): Promise<LoadItem | 'entered'>
  /** Sets number and capacity of an open load whose launch number is still the one in `item`. */
  raise(item: LoadItem, launch: LaunchChoice): Promise<'done' | 'refused'>
}
