import {
  AFTERS,
  DUPLICATE,
  ENDINGS,
  type Item,
  OWNERS,
  type Owner,
  PHASES,
  PLACES,
  POINTS,
  STATUSES,
  type State,
  type Worker,
  type World,
} from './state.ts'

const EXCHANGED: readonly Owner[] = ['none', 'B', 'A', 'struck', 'left']

/** Texts that are equal for equal states, for those with the two workers exchanged, and with the two messages of one version. */
export function createKeyOf({ duplicate }: World): (state: State) => string {
  return function keyOf(state) {
    const order = [0, 1, 2, 3]
    if (duplicate !== undefined && place(state, duplicate) > place(state, DUPLICATE))
      [order[duplicate], order[DUPLICATE]] = [DUPLICATE, duplicate]
    const first = workerText(state.workers[0], order)
    const second = workerText(state.workers[1], order)
    if (first < second) return first + second + sharedText(state, order, OWNERS)
    if (first > second) return second + first + sharedText(state, order, EXCHANGED)
    const one = sharedText(state, order, OWNERS)
    const other = sharedText(state, order, EXCHANGED)
    if (one < other) return first + second + one
    return first + second + other
  }
}

function place({ messages }: State, message: number): number {
  return PLACES.indexOf(messages[message] ?? 'none')
}

function sharedText(state: State, order: readonly number[], owners: readonly Owner[]): string {
  const { items, table, lease, inTime, anyTime, letterAttempt, faults } = state
  let places = 0
  for (const message of order) places = places * PLACES.length + place(state, message)
  return String.fromCharCode(
    (itemBits(items[0], owners) << 4) | (table[0] << 2) | table[1],
    (itemBits(items[1], owners) << 5) | (owners.indexOf(lease.owner) << 2) | PHASES.indexOf(lease.phase),
    (inTime << 7) | (anyTime << 3) | letterAttempt,
    (faults.kill << 8) | (faults.stall << 6) | (faults.lostReply << 4) | (faults.stop << 2) | faults.failure,
    places,
  )
}

function itemBits({ status, attempt, owner, checkpoint }: Item, owners: readonly Owner[]): number {
  return (STATUSES.indexOf(status) << 8) | (attempt << 5) | (owners.indexOf(owner) << 2) | checkpoint
}

function workerText(worker: Worker, order: readonly number[]): string {
  const { at, mine, other, rowsDone, otherLoads, holds, valid, ending, after } = worker
  const message = at === 'idle' ? 0 : (order[worker.message] ?? 0)
  const flags = (otherLoads ? 4 : 0) | (holds ? 2 : 0) | (valid ? 1 : 0)
  return String.fromCharCode(
    (POINTS.indexOf(at) << 10) | (message << 8) | (mine << 5) | (other << 2) | rowsDone,
    (flags << 4) | (ENDINGS.indexOf(ending) << 2) | AFTERS.indexOf(after),
  )
}
