/** Why a task stopped. `unknown` is a class like the others: it is told to a person. */
export type StopClass =
  | 'done' // it ended by itself, and nothing is left to do
  | 'deploy' // another revision of the service takes its place
  | 'scale-in' // the service needs fewer tasks
  | 'person' // somebody called StopTask
  | 'hung' // the audit stopped it: it worked no more, and held its load
  | 'spot' // AWS took spare capacity back
  | 'out-of-memory'
  | 'application' // one of our own exit codes, or a crash
  | 'killed' // SIGKILL, and nobody says why
  | 'image-pull'
  | 'secrets'
  | 'network'
  | 'capacity'
  | 'infrastructure' // AWS's maintenance, or its host failed
  | 'health-check'
  | 'unknown'

/** The act of the hourly task. No message brings back what it had in hand: its next run does. */
export const AUDIT = 'audit'

/** What happened to a task, as far as its event tells. */
export interface StopCause {
  readonly class: StopClass
  /** Of the container that ended the task. Absent where none ever ran. */
  readonly exitCode?: number
  /** What ECS says, with its containers' reasons, in one line. Bounded. */
  readonly reason: string
}

const NORMAL: readonly StopClass[] = ['done', 'deploy', 'scale-in']
/** AWS's own doing, which leaves nothing behind where the task ended cleanly. */
const HARMLESS_WHEN_CLEAN: readonly StopClass[] = ['spot', 'infrastructure']

/** Whether nobody needs to hear of it, provided that it interrupted no load. */
export function isNormalStop(cause: StopCause): boolean {
  if (NORMAL.includes(cause.class)) return true
  return HARMLESS_WHEN_CLEAN.includes(cause.class) && leftNothingToDo(cause)
}

/** Whether the task ended with all of its work done, or its file refused for good. */
export function leftNothingToDo({ exitCode }: StopCause): boolean {
  return exitCode === EXIT.done || exitCode === EXIT.badData
}

/** The exit codes that decide something here; shared/worker/exit-codes.ts has them all, and a test holds both together. */
export const EXIT = {
  done: 0,
  person: 64,
  badData: 65,
  unavailable: 69,
  bug: 70,
  tryAgain: 75,
  aborted: 134,
  killed: 137,
  crashed: 139,
  handedBack: 143,
} as const
