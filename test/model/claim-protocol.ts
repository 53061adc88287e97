import { CLAIM_STEPS } from './claim-steps.ts'
import type { Action, Model } from './explore.ts'
import { LOAD_STEPS } from './load-steps.ts'
import { brokenPromise, isEnd } from './promises.ts'
import { ALL_RULES, type Rules } from './rules.ts'
import {
  type BrokenPromise,
  copyOf,
  idleWorker,
  PROMISES,
  type State,
  type Worker,
  type World,
} from './state.ts'
import { createKeyOf } from './state-key.ts'
import { surroundingSteps } from './surrounding-steps.ts'
import { type Happens, type Moment, turnOf, workerOf } from './turn.ts'

// The life of a load as a model: two workers, two versions of one key with two rows each, and what may go wrong.
//
// | step of the model            | what does it                                                          |
// |------------------------------|-----------------------------------------------------------------------|
// | look, look-again             | `claimLoad`: `ledger.versions`, `leases.read`, `decide` → `nextStep`  |
// | supersede, reopen            | `endWithoutLease` → `supersede`, `reopen`                             |
// | take                         | `holdLease` → `leases.take`                                           |
// | disown, claim, claim-doubt   | `claimLoad`: `disown`, `begin`, `isOwn`                               |
// | find-checkpoint              | `workAttempt`: `findCheckpoint`                                       |
// | work, sent                   | `loadRows`: the row writer with `lease.check`, `Tables`, checkpoints  |
// | letter, settle, settle-doubt | `endLoad.settle`: `deadLetters.send`, `ledger.change`, `isOwn`        |
// | hand-back                    | `workAttempt`: `stopped` → `endLoad.handBack`                         |
// | release                      | `workAttempt` and `claimLoad`: `lease.release`                        |
// | renews                       | `holdLease`: `renew`                                                  |
// | acknowledge, comes back      | the queue worker: `done`, or `later` and `handed-back`                |
//
// Left out, since it only takes possibilities away: the check of the lease before the claim's own write, and the wait
// between attempts. Left out, since it ends them: giving up after five fruitless attempts.

/** Only broken `promises` are told. */
export function claimProtocol(
  world: World,
  rules: Rules = ALL_RULES,
  promises: readonly BrokenPromise['promise'][] = PROMISES,
): Model<State> {
  return { initial: initialState(world), actions, keyOf: createKeyOf(world), broken, isEnd }

  function broken(state: State): BrokenPromise | undefined {
    const found = brokenPromise(state, world)
    return found && promises.includes(found.promise) ? found : undefined
  }

  function actions(state: State): Action<State>[] {
    const found: Action<State>[] = []
    const happens: Happens = (name, change) => {
      const next = copyOf(state)
      change(next)
      found.push({ name, next })
    }
    const moment = { state, world, rules, happens }
    for (const worker of state.workers) {
      receives(moment, worker)
      if (worker.at !== 'idle') STEPS[worker.at]?.(turnOf(moment, worker))
      renews(moment, worker)
    }
    surroundingSteps(moment)
    return found
  }
}

const STEPS = { ...CLAIM_STEPS, ...LOAD_STEPS }

function initialState({ duplicate, fails, faults }: World): State {
  const none = { status: 'absent', attempt: 0, owner: 'none', checkpoint: 0 } as const
  return {
    items: [{ ...none }, { ...none }],
    table: [0, 0],
    lease: { owner: 'none', phase: 'valid' },
    inTime: 0,
    anyTime: 0,
    messages: ['visible', 'visible', duplicate === undefined ? 'none' : 'visible', 'none'],
    letterAttempt: 0,
    workers: [idleWorker('A'), idleWorker('B')],
    faults: { kill: 0, stall: 0, lostReply: 0, stop: 0, failure: fails === undefined ? 0 : 1, ...faults },
    broken: undefined,
  }
}

function receives({ state, happens }: Moment, { name, at }: Worker): void {
  if (at !== 'idle') return
  for (const [message, place] of state.messages.entries())
    if (place === 'visible')
      happens(`${name} receives message ${MESSAGES[message]}`, (next) => {
        next.messages[message] = 'in-hand'
        Object.assign(workerOf(next, name), { message, at: 'look' })
      })
}

const MESSAGES = ['v1', 'v2', 'duplicate', 'letter']

/** Whether it succeeded, a worker knows: then its lease counts anew. Otherwise it finds it lost when it wants to send. */
function renews({ state, rules, happens }: Moment, { name, holds, valid }: Worker): void {
  const { owner } = state.lease
  if (!holds || valid || owner === 'none' || (owner !== name && rules.ownerTokenInRenewal)) return
  happens(`${name} renews its lease`, (next) => {
    next.lease.phase = 'valid'
    workerOf(next, name).valid = true
  })
}
