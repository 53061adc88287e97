import type { LoadItem } from '../load/ledger.ts'
import type { StopAnswer } from './answer-stop.ts'
import type { StopCause } from './stop-class.ts'
import type { StoppedTask } from './stopped-task.ts'

/** A load that a stopped task was for, or had in hand. */
export interface ToldLoad {
  readonly object: string
  readonly version: string
  /** As the stop found it. Absent where no attempt ever began. */
  readonly item?: LoadItem
  /** `message`: it comes back to the queue. `hour`: the next run of the audit takes it up. */
  readonly next: StopAnswer | { readonly kind: 'message' | 'hour' }
}

/** All that is known of one stop. */
export interface Explanation {
  readonly task: StoppedTask
  readonly cause: StopCause
  readonly loads: readonly ToldLoad[]
  /** The last lines of its log, oldest first. Undefined where they cannot be read. */
  readonly logLines?: readonly string[]
  /** In the results bucket. */
  readonly archiveKey: string
}

/** What a mail says of the stack it comes from. */
export interface StackNames {
  /** Such as `stevedore-prod`. */
  readonly name: string
  readonly stage: string
  readonly resultsBucket: string
  readonly logGroup: string
}
