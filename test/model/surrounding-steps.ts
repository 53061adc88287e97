import {
  KEYS,
  LETTER,
  NEWER,
  OLDER,
  type State,
  type Version,
  versionOf,
  type Worker,
  type World,
} from './state.ts'
import { type Moment, workerOf } from './turn.ts'
import { bitOf, leaveMessage, retire } from './writes.ts'

/** What happens to the workers and between them: the network, time, faults, and a person who redrives a letter. */
export function surroundingSteps(moment: Moment): void {
  const { state, happens } = moment
  rowRequests(moment)
  for (const worker of state.workers) faults(moment, worker)
  // What was sent under a lease takes less time than the grace.
  if (state.lease.phase === 'ran-out' && state.inTime === 0)
    happens('the grace after the lease’s end is over', ({ lease }) => {
      lease.phase = 'free'
    })
  if (state.messages[LETTER] === 'dead-letter')
    happens('the letter is redriven', ({ messages }) => {
      messages[LETTER] = 'visible'
    })
}

function rowRequests({ state, world, rules, happens }: Moment): void {
  for (const version of [OLDER, NEWER] as const)
    for (const key of KEYS) {
      const bit = bitOf(version, key)
      for (const way of ['inTime', 'anyTime'] as const) {
        if ((state[way] & bit) === 0) continue
        const waits = state.workers.findIndex((worker) => isSent(worker, world, version, key))
        // Of two requests for one row it is the later one that is waited for.
        const waiter = way === 'anyTime' && (state.inTime & bit) !== 0 ? -1 : waits
        const row = `row ${key + 1} of v${version + 1}`
        happens(`${row} lands`, (next) => {
          land(next, version, key, way)
          const worker = next.workers[waiter]
          if (worker) Object.assign(worker, { at: 'work', rowsDone: key + 1 })
        })
        // Whoever stalled may have missed the answer without a further fault.
        const lostReplies = state.workers[waiter]?.valid ? 1 : 0
        if (state.faults.lostReply < lostReplies) continue
        happens(`${row} never arrives`, (next) => {
          next[way] &= ~bit
          again(next, waiter, lostReplies)
        })
        if (waiter < 0) continue
        happens(`${row} lands, its reply is lost`, (next) => {
          land(next, version, key, way)
          again(next, waiter, lostReplies)
        })
        if (!rules.noAnswerHoldsTheKey && way === 'inTime')
          happens(`${row} has no answer, and is not waited for`, (next) => {
            next.inTime &= ~bit
            next.anyTime |= bit
            again(next, waiter, lostReplies)
          })
      }
    }
}

function land(next: State, version: Version, key: number, way: 'inTime' | 'anyTime'): void {
  next[way] &= ~bitOf(version, key)
  next.table[key] = version + 1
  if (version === NEWER && next.items[OLDER].status === 'loaded' && next.items[NEWER].status !== 'loading')
    next.broken = {
      promise: 'rows',
      why: `a row of v2 lands over the loaded v1, and v2 is ${next.items[NEWER].status}`,
    }
}

function again(next: State, waiter: number, lostReplies: number): void {
  const worker = next.workers[waiter]
  if (worker) worker.at = 'work'
  next.faults.lostReply -= lostReplies
}

function faults({ state, happens }: Moment, { name, at }: Worker): void {
  const own = (next: State) => workerOf(next, name)
  if (at === 'idle') return
  if (state.faults.kill > 0)
    happens(`${name} is killed`, (next) => {
      next.faults.kill--
      leaveMessage(next, own(next))
      for (const item of next.items)
        if (item.owner === name) item.owner = item.status === 'loading' ? 'struck' : 'none'
      if (next.lease.owner === name) Object.assign(next.lease, { owner: 'struck', phase: 'ran-out' })
      retire(own(next))
    })
  // A stall outlives the lease and the message's visibility. A shorter one is only a slow worker, and so is the waking up.
  if (state.faults.stall > 0)
    happens(`${name} stalls`, (next) => {
      next.faults.stall--
      leaveMessage(next, own(next))
      if (next.lease.owner === name) next.lease.phase = 'ran-out'
      own(next).valid = false
    })
}

function isSent(worker: Worker, world: World, version: Version, key: number): boolean {
  return worker.at === 'sent' && worker.rowsDone === key && versionOf(worker.message, world) === version
}
