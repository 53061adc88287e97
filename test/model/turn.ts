import type { Rules } from './rules.ts'
import { NEWER, OLDER, type State, type Version, versionOf, type Worker, type World } from './state.ts'

/** Collects what may happen next. */
export type Happens = (name: string, change: (next: State) => void) => void

export interface Moment {
  readonly state: State
  readonly world: World
  readonly rules: Rules
  readonly happens: Happens
}

/** What a worker may do: the worker, and its name for its version, in the state that it sees. */
export interface Turn extends Moment {
  readonly worker: Worker
  readonly version: Version
  readonly rival: Version
  /** The worker that is to be changed. */
  readonly own: (next: State) => Worker
  /** A step of this worker. */
  readonly does: Happens
  /** The same with its reply lost: `change` is what the worker makes of it. */
  readonly doesUnheard: Happens
}

export function turnOf(moment: Moment, worker: Worker): Turn {
  const { state, world, happens } = moment
  const version = versionOf(worker.message, world)
  const says = (what: string) => `${worker.name} ${what} (v${version + 1})`
  return {
    ...moment,
    worker,
    version,
    rival: version === OLDER ? NEWER : OLDER,
    own: (next) => workerOf(next, worker.name),
    does: (what, change) => happens(says(what), change),
    doesUnheard: (what, change) => {
      if (state.faults.lostReply === 0) return
      happens(says(`${what}, the reply is lost`), (next) => {
        next.faults.lostReply--
        change(next)
      })
    },
  }
}

export function workerOf({ workers }: State, name: Worker['name']): Worker {
  return workers[name === 'A' ? 0 : 1]
}
