import type { Capacity } from '../message/load-request.ts'
import type { StevedoreError } from '../platform/error.ts'
import type { TaskOverride } from './task-override.ts'

export interface TaskLauncher {
  /** Starts one task. A second call with the same token starts nothing more, and is answered as the first was. */
  launch(task: TaskToLaunch): Promise<LaunchAnswer>
  /** Whether a task has stopped, or is so long gone that ECS knows it no more. */
  hasEnded(taskArn: string): Promise<boolean>
}

export interface TaskToLaunch {
  /** At most 64 characters of ASCII 33 to 126. */
  readonly token: string
  readonly startedBy: string
  readonly capacity: Capacity
  readonly override: TaskOverride
}

export type LaunchAnswer =
  | { readonly kind: 'started'; readonly taskArn?: string }
  /** Accepted, but there is no room for it now: the same token starts nothing any more. */
  | { readonly kind: 'no-capacity'; readonly reason: string }
  /** `dependency.unavailable`: throttled, or no answer. The same call may succeed later. */
  | { readonly kind: 'not-now'; readonly error: StevedoreError }
  /** `launch.failed`: the same call can never succeed. */
  | { readonly kind: 'refused'; readonly error: StevedoreError }
