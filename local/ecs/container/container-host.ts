import type { ContainerDefinition } from '../definition/container-definition.ts'
import type { ContainerOutput } from '../task/container-output.ts'
import type { Task } from '../task/task.ts'

/** Where the containers of tasks run. */
export interface ContainerHost {
  /** Makes the packaged image ready, so that what is wrong with it is told before a task needs it. */
  prepare(): Promise<void>
  /** Makes an image ready; resolves to what `start` takes for it. Rejects with `CannotPullContainerError: …`. */
  pull(image: string): Promise<string>
  /** Rejects with `CannotStartContainerError: …` when the command cannot be started. */
  start(input: ContainerStart): Promise<RunningContainer>
  /** Ends what is left of it. To be called when all tasks have ended. */
  close(): Promise<void>
}

export interface ContainerStart {
  readonly task: Task
  /** With the task's overrides. */
  readonly definition: ContainerDefinition
  /** As `pull` gave it. */
  readonly image: string
  readonly environment: Readonly<Record<string, string>>
  /** Absolute; the task's own, on this machine. */
  readonly folder: string
  readonly output: ContainerOutput
}

export interface ContainerExit {
  /** Absent where nobody knows how it ended. */
  readonly exitCode?: number
  readonly reason?: string
}

/** Signals to one that has ended do nothing. */
export interface RunningContainer {
  /** Of its first process, on this machine. */
  readonly pid: number
  readonly exited: Promise<ContainerExit>
  /** SIGTERM to its first process. */
  terminate(): void
  /** SIGKILL to all of it. */
  kill(): void
}
