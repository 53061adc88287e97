import {
  type BrokenPromise,
  LETTER,
  NEWER,
  OLDER,
  type State,
  type Version,
  versionOf,
  type World,
} from './state.ts'
import { isOpen } from './writes.ts'

/** The promise that a state breaks. Some are broken by the step to it, which then says so. */
export function brokenPromise(state: State, world: World): BrokenPromise | undefined {
  if (state.broken) return state.broken
  const [older, newer] = state.items
  if (newer.status === 'superseded') return { promise: 'superseded', why: 'the newest version is superseded' }
  if (older.status === 'superseded' && newer.status !== 'loaded')
    return {
      promise: 'superseded',
      why: `the older version is superseded, and the newer one is ${newer.status}`,
    }
  if (newer.status === 'loaded' && state.table.some((row) => row !== NEWER + 1))
    return { promise: 'rows', why: 'the newer version is loaded, and a row of it is not in the table' }
  return brokenOf(OLDER, state, world) ?? brokenOf(NEWER, state, world)
}

function brokenOf(version: Version, state: State, world: World): BrokenPromise | undefined {
  const { status, owner, attempt } = state.items[version]
  const name = `v${version + 1}`
  if (isOpen(status) && !hasMessage(state, world, version))
    return {
      promise: 'message',
      why: `${name} is ${status}, and no message is left that would bring it to its end`,
    }
  if (status === 'failed' && !hasLetter(state, version))
    return { promise: 'message', why: `${name} is failed, and no letter tells of it` }
  if (status === 'loading' && owner === 'left')
    return {
      promise: 'attempts',
      why: `attempt ${attempt} of ${name} was left without a fault and not handed back`,
    }
  if (attempt > ATTEMPTS_MAX) return { promise: 'end', why: `${name} comes to its attempt ${attempt}` }
  return undefined
}

/** The faults of no world here cost more. */
const ATTEMPTS_MAX = 6

/** Every load is settled and every message worked; a letter may wait for a person. */
export function isEnd({ items, messages }: State): boolean {
  const worked = messages.every((place) => place !== 'visible' && place !== 'in-hand')
  return worked && items.every(({ status }) => !isOpen(status))
}

function hasMessage({ messages }: State, world: World, version: Version): boolean {
  return messages.some(
    (place, message) => (place === 'visible' || place === 'in-hand') && versionOf(message, world) === version,
  )
}

/** It carries the attempt of the failure, or is about to be sent by a worker that lives. */
function hasLetter({ messages, letterAttempt, workers, items }: State, version: Version): boolean {
  const place = messages[LETTER]
  const { attempt } = items[version]
  if (place !== 'none' && place !== 'deleted' && letterAttempt === attempt) return true
  return workers.some(({ at, mine }) => at === 'letter' && mine === attempt)
}
