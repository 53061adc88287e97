import type { ObjectVersion } from '../load/object-version.ts'

/** An object as a message names it. S3 leaves the version out for a bucket without versions; then the current one is meant. */
export type RequestedObject = Omit<ObjectVersion, 'versionId'> & { readonly versionId?: string }

/** Where a task runs: spare capacity that AWS may take back, or capacity at full price. */
export type Capacity = 'spot' | 'on-demand'

export interface LoadRequest {
  readonly object: RequestedObject
  /** 1 for an event of S3; a relaunch counts up. */
  readonly launchNumber: number
  readonly capacity?: Capacity
  /** The attempt that the load had when it failed: over a load that still has it, the message opens it again. */
  readonly attempt?: number
  /** How many launches in a row, up to this one, found no capacity. */
  readonly withoutCapacity?: number
}

export interface ResolvedRequest extends LoadRequest {
  readonly object: ObjectVersion
}
