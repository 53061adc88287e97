import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { describeObject } from './describe-object.ts'
import { loadId } from './end-load.ts'
import { asRead, type Lease, type Ledger, type LoadChange, type LoadItem } from './ledger.ts'
import { BUSY_RETRY_SECONDS } from './limits.ts'
import type { NextStep } from './next-step.ts'
import { type ObjectVersion, objectName } from './object-version.ts'
import type { LoadOutcome } from './outcome.ts'
import { reopen } from './reopen.ts'

export interface ClaimRequest {
  readonly object: ObjectVersion
  readonly dataset: { readonly name: string; readonly write: { readonly kind: string } }
  readonly messageAttempt?: number | undefined
  readonly launchNumber?: number | undefined
}

export interface EndedClaim {
  readonly kind: 'ended'
  readonly outcome: LoadOutcome
}

/** What a claim comes to that needs no lease: at most one conditional write. `again` where it moved what was read. */
export function createEndWithoutLease({ ledger, clock }: { ledger: Ledger; clock: Clock }) {
  return async function endWithoutLease(
    request: ClaimRequest,
    step: Exclude<NextStep, { kind: 'claim' | 'give-up' }>,
    mine: LoadItem | undefined,
  ): Promise<EndedClaim | 'again'> {
    switch (step.kind) {
      case 'already':
        return ended({ kind: 'already', status: step.status })
      case 'reopen':
        await reopen(ledger, step.item, clock.now())
        return 'again'
      case 'supersede':
        return supersede(request, mine)
      case 'wait-behind':
        return ended(busy('other-version'))
      case 'held':
        return ended(busy(heldFor(step.lease, request.object)))
      case 'too-soon':
        return ended(tooSoon(request.object, step.fruitless, step.waitMs))
    }
  }

  async function supersede(
    { object, dataset }: ClaimRequest,
    mine: LoadItem | undefined,
  ): Promise<EndedClaim | 'again'> {
    const time = new Date(clock.now()).toISOString()
    const set: LoadChange['set'] = {
      ...describeObject(object),
      dataset: dataset.name,
      attempt: mine?.attempt ?? 0,
      fruitless: mine?.fruitless ?? 0,
      status: 'superseded',
      statusAt: time,
      settledAt: time,
    }
    const done = await ledger.change(loadId(object), asRead(mine), { set, remove: ['checkpoint'] })
    return done === 'done' ? ended({ kind: 'settled', status: 'superseded' }) : 'again'
  }
}

export function ended(outcome: LoadOutcome): EndedClaim {
  return { kind: 'ended', outcome }
}

/** The holder may renew its lease for ever, so the message comes back by a steady beat rather than at the lease's end. */
function busy(heldFor: 'this-version' | 'other-version'): LoadOutcome {
  return { kind: 'busy', heldFor, retryAfterSeconds: BUSY_RETRY_SECONDS }
}

function heldFor(lease: Lease, { versionId }: ObjectVersion): 'this-version' | 'other-version' {
  return lease.versionId === versionId ? 'this-version' : 'other-version'
}

function tooSoon(object: ObjectVersion, fruitless: number, waitMs: number): LoadOutcome {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  const error = new StevedoreError(
    'attempts.too-soon',
    `${objectName(object)} waits another ${retryAfterSeconds} s: ${fruitless} attempts in a row ended without coming further`,
  )
  return { kind: 'not-now', error, retryAfterSeconds }
}
