import { type NextStep, nextStep } from './next-step.ts'
import { LETTER, NEWER, type Point, type State, type Version, type Worker } from './state.ts'
import type { Turn } from './turn.ts'
import { disturbs, finish, hasAttempt, isAsRead, isOwn, isTakeable } from './writes.ts'

/** From a message in hand to a claim, or to the reason why there is none. */
export const CLAIM_STEPS: Partial<Record<Point, (turn: Turn) => void>> = {
  look,
  reopen,
  supersede,
  take,
  'look-again': lookAgain,
  disown,
  claim,
  'claim-doubt': claimDoubt,
}

function look({ state, rules, worker, version, own, does }: Turn): void {
  does('looks', (next) => {
    const step = nextStep(state, rules, worker, version, true)
    see(next, own(next), version)
    if (step !== 'claim') return goOn(next, own(next), step)
    own(next).at = 'take'
    if (rules.requery) own(next).otherLoads = false
  })
}

function reopen({ rules, worker, version, own, does }: Turn): void {
  does('opens the failed load again', (next) => {
    const item = next.items[version]
    if (item.status === 'failed' && hasAttempt(item, worker.mine, rules)) {
      Object.assign(item, { status: 'queued', attempt: item.attempt + 1, owner: 'none', checkpoint: 0 })
      if (worker.message !== LETTER)
        next.broken = { promise: 'person', why: `v${version + 1} is opened again, and no one asked for it` }
    }
    own(next).at = 'look'
  })
}

function supersede({ rules, worker, version, own, does, doesUnheard }: Turn): void {
  const write = (next: State) => {
    const item = next.items[version]
    if (!isAsRead(item, worker.mine, rules)) return false
    Object.assign(item, { status: 'superseded', attempt: worker.mine, owner: 'none', checkpoint: 0 })
    return true
  }
  does('supersedes', (next) => finish(next, own(next), write(next) ? 'acknowledge' : 'look'))
  doesUnheard('supersedes', (next) => {
    write(next)
    finish(next, own(next), 'look')
  })
}

function take({ state, rules, worker, own, does, doesUnheard }: Turn): void {
  const write = (next: State) => {
    if (!isTakeable(state, rules)) return false
    next.lease = { owner: worker.name, phase: 'valid' }
    Object.assign(own(next), { holds: true, valid: true })
    return true
  }
  does('takes the lease', (next) => {
    if (!write(next)) own(next).at = 'look'
    else if (rules.requery) own(next).at = 'look-again'
    else own(next).at = worker.otherLoads ? 'disown' : 'claim'
  })
  doesUnheard('takes the lease', (next) => finish(next, own(next), write(next) ? 'back' : 'look'))
}

function lookAgain({ state, rules, worker, version, rival, own, does }: Turn): void {
  does('looks again', (next) => {
    const { items } = state
    const moved = items[version].attempt !== worker.mine || items[rival].attempt !== worker.other
    if (moved && rules.beginAgainWhenMoved) return finish(next, own(next), 'look')
    const step = nextStep(state, rules, worker, version, false)
    see(next, own(next), version)
    if (step !== 'claim') return goOn(next, own(next), step)
    own(next).at = own(next).otherLoads && rules.disownRivals ? 'disown' : 'claim'
  })
}

function disown({ world, rules, worker, rival, own, does, doesUnheard }: Turn): void {
  const write = (next: State) => {
    const item = next.items[rival]
    if (!hasAttempt(item, worker.other, rules)) return false
    if (item.status !== 'loading' && rules.statusInCondition) return false
    disturbs(next, world, worker, rival)
    if (rival === NEWER && item.checkpoint > 0)
      next.broken = { promise: 'progress', why: 'v2 begins again from its first row, for v1' }
    item.attempt++
    if (rules.dropCheckpointOnDisown) item.checkpoint = 0
    if (item.owner !== 'none') item.owner = 'struck'
    return true
  }
  does(`disowns v${rival + 1}`, (next) => {
    if (write(next)) own(next).at = 'claim'
    else finish(next, own(next), 'look')
  })
  // Sent again it is refused, and the claim begins again.
  doesUnheard(`disowns v${rival + 1}`, (next) => {
    write(next)
    finish(next, own(next), 'look')
  })
}

function claim({ world, rules, worker, version, own, does, doesUnheard }: Turn): void {
  const write = (next: State) => {
    const item = next.items[version]
    if (!isAsRead(item, worker.mine, rules)) return false
    disturbs(next, world, worker, version)
    Object.assign(item, { status: 'loading', attempt: worker.mine + 1, owner: worker.name })
    return true
  }
  const refused = (next: State) => {
    if (rules.ownWriteRecognised) own(next).at = 'claim-doubt'
    else finish(next, own(next), 'look')
  }
  does('claims', (next) => {
    if (write(next)) begin(own(next))
    else refused(next)
  })
  // Sent again it is refused, if it had not been before.
  doesUnheard('claims', (next) => {
    write(next)
    refused(next)
  })
}

function claimDoubt({ rules, worker, version, own, does }: Turn): void {
  does('reads whether the claim is its own', (next) => {
    if (isOwn(next.items[version], worker, worker.mine + 1, rules)) begin(own(next))
    else finish(next, own(next), 'look')
  })
}

function goOn(next: State, worker: Worker, step: Exclude<NextStep, 'claim'>): void {
  if (step === 'reopen' || step === 'supersede') worker.at = step
  else finish(next, worker, step === 'already' ? 'acknowledge' : 'back')
}

function see({ items }: State, worker: Worker, version: Version): void {
  const { attempt } = items[version]
  const rival = items[version === NEWER ? 0 : NEWER]
  Object.assign(worker, { mine: attempt, other: rival.attempt, otherLoads: rival.status === 'loading' })
}

function begin(worker: Worker): void {
  Object.assign(worker, { at: 'find-checkpoint', mine: worker.mine + 1, other: 0, otherLoads: false })
}
