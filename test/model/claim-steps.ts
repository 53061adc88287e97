import type { Rules } from './rules.ts'
import { type Item, LETTER, NEWER, OLDER, type State, type Version, versionOf, type Worker } from './state.ts'
import { type Moment, workerOf } from './surrounding-steps.ts'
import { disturbs, finish, isOpen, isOwn } from './writes.ts'

/** From a message in hand to a claim, or to the reason why there is none. */
export function claimSteps(moment: Moment, worker: Worker): void {
  const { state, world, rules, happens } = moment
  const { name, message } = worker
  const version = versionOf(message, world)
  const rival = version === OLDER ? NEWER : OLDER
  const own = (next: State) => workerOf(next, name)
  const says = (what: string) => `${name} ${what} (v${version + 1})`

  switch (worker.at) {
    case 'look':
      happens(says('looks'), (next) => {
        const step = nextStep(state, rules, worker, version, true)
        see(next, own(next), version)
        if (step !== 'claim') return goOn(next, own(next), step)
        own(next).at = 'take'
        if (rules.requery) own(next).otherLoads = false
        if (rules.requery) own(next).rowsDone = 0
      })
      break

    case 'reopen':
      happens(says('opens the failed load again'), (next) => {
        const item = next.items[version]
        if (item.status === 'failed' && hasAttempt(item, worker, rules)) {
          Object.assign(item, { status: 'queued', attempt: item.attempt + 1, owner: 'none', checkpoint: 0 })
          if (message !== LETTER)
            next.broken = {
              promise: 'person',
              why: `the failed v${version + 1} is opened by a message that knows nothing of it`,
            }
        }
        own(next).at = 'look'
      })
      break

    case 'supersede': {
      const write = (next: State) => {
        const item = next.items[version]
        if (!isAsRead(item, worker, rules)) return false
        Object.assign(item, { status: 'superseded', attempt: worker.mine, owner: 'none', checkpoint: 0 })
        return true
      }
      happens(says('supersedes'), (next) => finish(next, own(next), write(next) ? 'acknowledge' : 'look'))
      lostReply(moment, says('supersedes'), (next) => {
        write(next)
        finish(next, own(next), 'look')
      })
      break
    }

    case 'take': {
      const take = (next: State) => {
        if (!isTakeable(state, rules)) return false
        next.lease = { owner: name, phase: 'valid' }
        Object.assign(own(next), { holds: true, valid: true, at: 'look-again' })
        if (!rules.requery) own(next).at = worker.otherLoads ? 'disown' : 'claim'
        return true
      }
      happens(says('takes the lease'), (next) => {
        if (!take(next)) own(next).at = 'look'
      })
      lostReply(moment, says('takes the lease'), (next) => {
        finish(next, own(next), take(next) ? 'back' : 'look')
      })
      break
    }

    case 'look-again':
      happens(says('looks again'), (next) => {
        const moved =
          state.items[version].attempt !== worker.mine || state.items[rival].attempt !== worker.other
        if (moved && rules.beginAgainWhenMoved) return finish(next, own(next), 'look')
        see(next, own(next), version)
        const step = nextStep(state, rules, worker, version, false)
        if (step !== 'claim') return goOn(next, own(next), step)
        own(next).at = own(next).otherLoads && rules.disownRivals ? 'disown' : 'claim'
      })
      break

    case 'disown': {
      const write = (next: State) => {
        const item = next.items[rival]
        const asRead = item.attempt === worker.other || !rules.attemptInCondition
        if (!asRead || (item.status !== 'loading' && rules.statusInCondition)) return false
        disturbs(next, world, own(next), rival)
        if (rival === NEWER && item.checkpoint > 0)
          next.broken = { promise: 'progress', why: 'v2 begins again from its first row, for v1' }
        item.attempt++
        if (rules.dropCheckpointOnDisown) item.checkpoint = 0
        if (item.owner !== 'none') item.owner = 'struck'
        return true
      }
      happens(says(`disowns v${rival + 1}`), (next) => {
        if (write(next)) own(next).at = 'claim'
        else finish(next, own(next), 'look')
      })
      // Sent again it is refused, and the claim begins again.
      lostReply(moment, says(`disowns v${rival + 1}`), (next) => {
        write(next)
        finish(next, own(next), 'look')
      })
      break
    }

    case 'claim': {
      const write = (next: State) => {
        const item = next.items[version]
        if (!isAsRead(item, worker, rules)) return false
        disturbs(next, world, own(next), version)
        Object.assign(item, { status: 'loading', attempt: worker.mine + 1, owner: name })
        return true
      }
      const refused = (next: State) => {
        if (rules.ownWriteRecognised) own(next).at = 'claim-doubt'
        else finish(next, own(next), 'look')
      }
      happens(says('claims'), (next) => {
        if (write(next)) begin(own(next), worker.mine + 1)
        else refused(next)
      })
      // Sent again it is refused, if it had not been before.
      lostReply(moment, says('claims'), (next) => {
        write(next)
        refused(next)
      })
      break
    }

    case 'claim-doubt':
      happens(says('reads whether the claim is its own'), (next) => {
        if (isOwn(next.items[version], worker, worker.mine + 1, rules)) begin(own(next), worker.mine + 1)
        else finish(next, own(next), 'look')
      })
      break
  }
}

type NextStep = 'already' | 'reopen' | 'supersede' | 'wait-behind' | 'held' | 'claim'

/** As `nextStep` of the loader decides. */
export function nextStep(
  state: State,
  rules: Rules,
  { message }: Worker,
  version: Version,
  leaseCounts: boolean,
): NextStep {
  const { status, attempt } = state.items[version]
  if (status !== 'absent' && !isOpen(status)) {
    const isItsLetter = message === LETTER && state.letterAttempt === attempt
    return status === 'failed' && (isItsLetter || !rules.reopenByItsLetterOnly) ? 'reopen' : 'already'
  }
  const newer = version === OLDER ? state.items[NEWER].status : undefined
  if (newer === 'loaded' || (newer === 'loading' && !rules.supersedeOnlyByLoaded)) return 'supersede'
  if (newer === 'loading' && rules.waitWhileNewerLoading) return 'wait-behind'
  return leaseCounts && !isTakeable(state, rules) ? 'held' : 'claim'
}

function goOn(next: State, worker: Worker, step: Exclude<NextStep, 'claim'>): void {
  if (step === 'reopen' || step === 'supersede') worker.at = step
  else finish(next, worker, step === 'already' ? 'acknowledge' : 'back')
}

function see({ items }: State, worker: Worker, version: Version): void {
  const rival = items[version === OLDER ? NEWER : OLDER]
  const { attempt, checkpoint } = items[version]
  const otherLoads = rival.status === 'loading'
  Object.assign(worker, { mine: attempt, other: rival.attempt, otherLoads, rowsDone: checkpoint })
}

function begin(worker: Worker, attempt: number): void {
  Object.assign(worker, { at: 'work', mine: attempt, other: 0, otherLoads: false })
}

function isTakeable({ lease }: State, rules: Rules): boolean {
  if (lease.owner === 'none' || lease.phase === 'free' || !rules.oneLeaseAKey) return true
  return lease.phase === 'ran-out' && !rules.graceBeforeTakeover
}

function isAsRead(item: Item, worker: Worker, rules: Rules): boolean {
  return hasAttempt(item, worker, rules) && (isOpen(item.status) || !rules.statusInCondition)
}

function hasAttempt({ attempt }: Item, { mine }: Worker, rules: Rules): boolean {
  return attempt === mine || !rules.attemptInCondition
}

function lostReply({ state, happens }: Moment, what: string, change: (next: State) => void): void {
  if (state.faults.lostReply === 0) return
  happens(`${what}, the reply is lost`, (next) => {
    next.faults.lostReply--
    change(next)
  })
}
