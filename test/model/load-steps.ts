import { KEYS, LETTER, NEWER, type Point, type State } from './state.ts'
import type { Turn } from './turn.ts'
import { bitOf, disturbs, finish, goTo, isAtWork, isOwn, leaveMessage, retire } from './writes.ts'

/** From a claim to the end of its attempt. */
export const LOAD_STEPS: Partial<Record<Point, (turn: Turn) => void>> = {
  'find-checkpoint': findCheckpoint,
  work,
  letter,
  settle,
  'settle-doubt': settleDoubt,
  'hand-back': handBack,
  release,
  acknowledge,
}

/** After the claim, since the attempt before may have written one while it was made. */
function findCheckpoint({ version, own, does }: Turn): void {
  does('looks how far the load is', (next) => {
    Object.assign(own(next), { at: 'work', rowsDone: next.items[version].checkpoint })
  })
}

function work(turn: Turn): void {
  const { state, world, rules, worker, version, own, does } = turn
  const { rowsDone, valid } = worker
  const rejected = version === NEWER && world.newerIsRejected === true

  if (!valid)
    does('finds its lease lost', (next) => {
      own(next).at = 'hand-back'
    })
  else if (state.faults.stop > 0)
    does('is told to stop', (next) => {
      next.faults.stop--
      own(next).at = 'hand-back'
    })
  checkpoint(turn)
  if (world.fails === version && rowsDone < KEYS.length && state.faults.failure > 0)
    does('finds that it cannot go on', (next) => {
      next.faults.failure--
      Object.assign(own(next), { ending: 'failed', at: rules.letterBeforeFailed ? 'letter' : 'settle' })
    })

  if (!valid && rules.leaseCheckBeforeSend) return
  if (rowsDone < (rejected ? 1 : KEYS.length))
    does(`sends row ${rowsDone + 1}`, (next) => {
      next[valid ? 'inTime' : 'anyTime'] |= bitOf(version, rowsDone)
      own(next).at = 'sent'
    })
  else
    does('has done all its rows', (next) => {
      own(next).ending = rejected ? 'rejected' : 'loaded'
      own(next).at = rules.messageDeletedLast ? 'settle' : 'acknowledge'
      if (!rules.leaseDeletedAfterTerminal) Object.assign(own(next), { at: 'release', after: 'settle' })
    })
}

function checkpoint({ state, rules, worker, version, own, does }: Turn): void {
  const rows = Math.min(worker.rowsDone + (rules.rowsBeforeCheckpoint ? 0 : 1), KEYS.length)
  if (rows <= state.items[version].checkpoint) return
  does(`writes a checkpoint after row ${rows}`, (next) => {
    const item = next.items[version]
    if (isAtWork(item, worker, rules)) item.checkpoint = rows
    else own(next).at = 'hand-back'
  })
}

function letter({ rules, worker, own, does }: Turn): void {
  does('sends the letter', (next) => {
    next.messages[LETTER] = 'dead-letter'
    next.letterAttempt = worker.mine
    if (rules.letterBeforeFailed) own(next).at = 'settle'
    else finish(next, own(next), 'acknowledge')
  })
}

function settle(turn: Turn): void {
  const { world, rules, worker, version, own, does, doesUnheard } = turn
  const { ending, name } = worker
  const write = (next: State) => {
    const item = next.items[version]
    if (!isAtWork(item, worker, rules)) return false
    disturbs(next, world, worker, version)
    Object.assign(item, { status: ending, checkpoint: 0, owner: name })
    if (ending === 'loaded' && next.table.some((row) => row !== version + 1))
      next.broken = {
        promise: 'rows',
        why: `v${version + 1} becomes loaded, a row of it is not in the table`,
      }
    return true
  }
  const refused = (next: State) => {
    if (rules.ownWriteRecognised) own(next).at = 'settle-doubt'
    else finish(next, own(next), 'back')
  }
  does(`settles as ${ending}`, (next) => {
    if (write(next)) settled(turn, next)
    else refused(next)
  })
  doesUnheard(`settles as ${ending}`, (next) => {
    write(next)
    refused(next)
  })
}

function settleDoubt(turn: Turn): void {
  const { rules, worker, version, own, does } = turn
  does('reads whether the end is its own', (next) => {
    const item = next.items[version]
    if (isOwn(item, worker, worker.mine, rules) && item.status === worker.ending) settled(turn, next)
    else finish(next, own(next), 'back')
  })
}

function settled({ rules, worker, own }: Turn, next: State): void {
  if (worker.ending === 'failed' && !rules.letterBeforeFailed) own(next).at = 'letter'
  else finish(next, own(next), 'acknowledge')
}

function handBack({ world, rules, worker, version, own, does }: Turn): void {
  does('hands back', (next) => {
    const item = next.items[version]
    if (isAtWork(item, worker, rules)) {
      disturbs(next, world, worker, version)
      item.owner = 'none'
    }
    finish(next, own(next), 'back')
  })
}

function release({ rules, worker, own, does }: Turn): void {
  const { name, after } = worker
  does('deletes its lease', (next) => {
    if (next.lease.owner === name || !rules.ownerTokenInDeletion)
      next.lease = { owner: 'none', phase: 'valid' }
    own(next).holds = false
    // With the claim over, its token is no one's.
    for (const item of next.items)
      if (item.owner === name && after !== 'settle') item.owner = item.status === 'loading' ? 'left' : 'none'
    goTo(next, own(next), after)
  })
}

function acknowledge({ rules, worker, own, does, doesUnheard }: Turn): void {
  does('deletes the message', (next) => {
    next.messages[worker.message] = 'deleted'
    if (!rules.messageDeletedLast && worker.holds) own(next).at = 'settle'
    else retire(own(next))
  })
  // What was not deleted is delivered again.
  doesUnheard('deletes the message in vain', (next) => {
    leaveMessage(next, worker)
    retire(own(next))
  })
}
