import type { Rules } from './rules.ts'
import { type Item, KEYS, LETTER, NEWER, type State, versionOf, type Worker } from './state.ts'
import { bitOf, leaveMessage, type Moment, retire, workerOf } from './surrounding-steps.ts'
import { disturbs, finish, goTo, isOwn } from './writes.ts'

/** From a claim to the end of its attempt. */
export function loadSteps(moment: Moment, worker: Worker): void {
  const { state, world, rules, happens } = moment
  const { name, message, mine } = worker
  const version = versionOf(message, world)
  const own = (next: State) => workerOf(next, name)
  const says = (what: string) => `${name} ${what} (v${version + 1})`
  const lostReply = (what: string, change: (next: State) => void) => {
    if (state.faults.lostReply === 0) return
    happens(says(`${what}, the reply is lost`), (next) => {
      next.faults.lostReply--
      change(next)
    })
  }

  const settled = (next: State) => {
    if (worker.ending === 'failed' && !rules.letterBeforeFailed) own(next).at = 'letter'
    else finish(next, own(next), 'acknowledge')
  }

  switch (worker.at) {
    case 'work':
      workSteps(moment, worker)
      break

    case 'letter':
      happens(says('sends the letter'), (next) => {
        next.messages[LETTER] = 'dead-letter'
        next.letterAttempt = mine
        if (rules.letterBeforeFailed) own(next).at = 'settle'
        else finish(next, own(next), 'acknowledge')
      })
      break

    case 'settle': {
      const settle = (next: State) => {
        const item = next.items[version]
        if (!isAtWork(item, worker, rules)) return false
        disturbs(next, world, worker, version)
        Object.assign(item, { status: worker.ending, checkpoint: 0, owner: name })
        if (worker.ending === 'loaded' && next.table.some((row) => row !== version + 1))
          next.broken = {
            promise: 'rows',
            why: `v${version + 1} becomes loaded, and a row of it is not in the table`,
          }
        return true
      }
      const refused = (next: State) => {
        if (rules.ownWriteRecognised) own(next).at = 'settle-doubt'
        else finish(next, own(next), 'back')
      }
      happens(says(`settles as ${worker.ending}`), (next) => {
        if (settle(next)) settled(next)
        else refused(next)
      })
      lostReply(`settles as ${worker.ending}`, (next) => {
        settle(next)
        refused(next)
      })
      break
    }

    case 'settle-doubt':
      happens(says('reads whether the end is its own'), (next) => {
        const item = next.items[version]
        const done = isOwn(item, worker, mine, rules) && item.status === worker.ending
        if (done) settled(next)
        else finish(next, own(next), 'back')
      })
      break

    case 'hand-back':
      happens(says('hands back'), (next) => {
        const item = next.items[version]
        if (isAtWork(item, worker, rules)) {
          disturbs(next, world, worker, version)
          item.owner = 'none'
        }
        finish(next, own(next), 'back')
      })
      break

    case 'release':
      happens(says('deletes its lease'), (next) => {
        if (next.lease.owner === name || !rules.ownerTokenInDeletion)
          next.lease = { owner: 'none', phase: 'valid' }
        own(next).holds = false
        if (worker.after !== 'settle') leaveItems(next, name)
        goTo(next, own(next), worker.after)
      })
      break

    case 'acknowledge':
      happens(says('deletes the message'), (next) => {
        next.messages[message] = 'deleted'
        if (!rules.messageDeletedLast && worker.holds) own(next).at = 'settle'
        else retire(own(next))
      })
      // What was not deleted is delivered again.
      lostReply('deletes the message in vain', (next) => {
        leaveMessage(next, own(next))
        retire(own(next))
      })
      break
  }
}

function workSteps({ state, world, rules, happens }: Moment, worker: Worker): void {
  const { name, rowsDone, valid } = worker
  const version = versionOf(worker.message, world)
  const own = (next: State) => workerOf(next, name)
  const says = (what: string) => `${name} ${what} (v${version + 1})`
  const rejected = version === NEWER && world.newerIsRejected === true
  const mayGoOn = valid || !rules.leaseCheckBeforeSend

  if (!valid)
    happens(says('finds its lease lost'), (next) => {
      own(next).at = 'hand-back'
    })
  else if (state.faults.stop > 0)
    happens(says('is told to stop'), (next) => {
      next.faults.stop--
      own(next).at = 'hand-back'
    })

  const { checkpoint } = state.items[version]
  const early = rules.rowsBeforeCheckpoint ? 0 : 1
  const upTo = Math.min(rowsDone + early, KEYS.length)
  if (upTo > checkpoint)
    happens(says(`writes a checkpoint after row ${upTo}`), (next) => {
      const item = next.items[version]
      if (isAtWork(item, worker, rules)) item.checkpoint = upTo
      else own(next).at = 'hand-back'
    })

  if (world.fails === version && rowsDone < KEYS.length && state.faults.failure > 0)
    happens(says('finds that it cannot go on'), (next) => {
      next.faults.failure--
      Object.assign(own(next), { ending: 'failed', at: rules.letterBeforeFailed ? 'letter' : 'settle' })
    })

  if (!mayGoOn) return
  if (rowsDone === (rejected ? 1 : KEYS.length))
    happens(says('has done all its rows'), (next) => {
      const it = own(next)
      it.ending = rejected ? 'rejected' : 'loaded'
      it.at = rules.messageDeletedLast ? 'settle' : 'acknowledge'
      if (!rules.leaseDeletedAfterTerminal) Object.assign(it, { at: 'release', after: 'settle' })
    })
  else
    happens(says(`sends row ${rowsDone + 1}`), (next) => {
      next[valid ? 'inTime' : 'anyTime'] |= bitOf(version, rowsDone)
      own(next).at = 'sent'
    })
}

function isAtWork({ attempt, status }: Item, { mine }: Worker, rules: Rules): boolean {
  const ownAttempt = attempt === mine || !rules.attemptInCondition
  return ownAttempt && (status === 'loading' || !rules.statusInCondition)
}

/** A claim that is over has a token that no one has. */
function leaveItems(next: State, name: Worker['name']): void {
  for (const item of next.items)
    if (item.owner === name) item.owner = item.status === 'loading' ? 'left' : 'none'
}
