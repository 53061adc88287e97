import type { Rules } from './rules.ts'
import {
  type After,
  type Item,
  idleWorker,
  KEYS,
  type State,
  type Status,
  type Version,
  versionOf,
  type Worker,
  type World,
} from './state.ts'

export function isOpen(status: Status): boolean {
  return status === 'absent' || status === 'queued' || status === 'loading'
}

export function isOwn(item: Item, worker: Worker, attempt: number, rules: Rules): boolean {
  return item.attempt === attempt && (item.owner === worker.name || !rules.ownerTokenInRecognition)
}

export function hasAttempt(item: Item, attempt: number, rules: Rules): boolean {
  return item.attempt === attempt || !rules.attemptInCondition
}

export function isAsRead(item: Item, attempt: number, rules: Rules): boolean {
  return hasAttempt(item, attempt, rules) && (isOpen(item.status) || !rules.statusInCondition)
}

export function isAtWork(item: Item, { mine }: Worker, rules: Rules): boolean {
  return hasAttempt(item, mine, rules) && (item.status === 'loading' || !rules.statusInCondition)
}

export function isTakeable({ lease }: State, rules: Rules): boolean {
  if (lease.owner === 'none' || lease.phase === 'free' || !rules.oneLeaseAKey) return true
  return lease.phase === 'ran-out' && !rules.graceBeforeTakeover
}

/** A claim is over: its lease is deleted first, where there is one. */
export function finish(next: State, worker: Worker, after: After): void {
  Object.assign(worker, { otherLoads: false, rowsDone: 0, mine: 0, other: 0, ending: 'loaded' })
  if (worker.holds) Object.assign(worker, { at: 'release', after })
  else goTo(next, worker, after)
}

export function goTo(next: State, worker: Worker, after: After): void {
  worker.after = 'back'
  if (after !== 'back') {
    worker.at = after
    if (after !== 'settle') Object.assign(worker, { mine: 0, ending: 'loaded', valid: false })
    return
  }
  leaveMessage(next, worker)
  retire(worker)
}

/** A write to the load of another worker, which lives and holds its lease, takes it for dead. */
export function disturbs(next: State, world: World, by: Worker, version: Version): void {
  const { owner, attempt } = next.items[version]
  const victim = next.workers.find(({ name }) => name === owner)
  if (!victim || victim.name === by.name || !victim.valid) return
  if (victim.mine !== attempt || versionOf(victim.message, world) !== version) return
  next.broken = {
    promise: 'attempts',
    why: `attempt ${attempt} of v${version + 1} lives, and is taken for dead`,
  }
}

/** It is delivered again, also where its worker does not know. */
export function leaveMessage({ messages }: State, { message }: Worker): void {
  if (messages[message] === 'in-hand') messages[message] = 'visible'
}

export function retire(worker: Worker): void {
  Object.assign(worker, idleWorker(worker.name))
}

export function bitOf(version: Version, key: number): number {
  return 1 << (version * KEYS.length + key)
}
