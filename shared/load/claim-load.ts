import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import { refuseSkewedClock } from './clock-skew.ts'
import { describeObject } from './describe-object.ts'
import { type Attempt, type createEndLoad, isOwn, loadId } from './end-load.ts'
import { type ClaimRequest, createEndWithoutLease, type EndedClaim, ended } from './end-without-lease.ts'
import { findNewer, type VersionOrder } from './find-newer.ts'
import { createHoldLease, type HeldLease } from './hold-lease.ts'
import { asRead, type Lease, type Leases, type Ledger, type LoadChange, type LoadItem } from './ledger.ts'
import { BUSY_RETRY_SECONDS, CLAIM_ROUNDS_MAX } from './limits.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { type ObjectVersion, objectName } from './object-version.ts'

export interface ClaimDeps {
  readonly ledger: Ledger
  readonly leases: Leases
  readonly order: VersionOrder
  readonly endLoad: ReturnType<typeof createEndLoad>
  readonly clock: Clock
  /** A new token at each call. */
  readonly newToken: () => string
  readonly taskArn: string | undefined
  readonly log: Log
}

export type Claim =
  | {
      readonly kind: 'claimed'
      readonly attempt: Attempt
      readonly lease: HeldLease
      /** Whether an attempt before it may have left a checkpoint: now that it is over, its last one stands. */
      readonly goesOn: boolean
    }
  | EndedClaim

/** The right to load one object version, as one numbered attempt. Throws what the ledger throws, holding nothing. */
export function createClaimLoad(deps: ClaimDeps) {
  const { ledger, leases, order, endLoad, clock, newToken, taskArn, log } = deps
  const holdLease = createHoldLease({ leases, clock, log })
  const endWithoutLease = createEndWithoutLease({ ledger, clock })

  return async function claimLoad(request: ClaimRequest): Promise<Claim> {
    for (let round = 1; round <= CLAIM_ROUNDS_MAX; round++) {
      const claim = await tryToClaim(request)
      if (claim !== 'again') return claim
    }
    return ended({ kind: 'busy', heldFor: 'other-version', retryAfterSeconds: BUSY_RETRY_SECONDS })
  }

  async function tryToClaim(request: ClaimRequest): Promise<Claim | 'again'> {
    const name = objectName(request.object)
    const asked = clock.now()
    const [seen, found] = await Promise.all([ledger.versions(name, request.object), leases.read(name)])
    const received = clock.now()
    const mine = ownItem(seen.items, request.object)
    const step = await decide(request, seen.items, found)
    if (step.kind !== 'claim' && step.kind !== 'give-up') return endWithoutLease(request, step, mine)

    refuseSkewedClock({ asked, received, answeredAt: seen.answeredAt })
    const owner = newToken()
    const attempt = (mine?.attempt ?? 0) + 1
    const lease = await holdLease({ object: name, versionId: request.object.versionId, attempt, owner })
    if (!lease) return 'again'
    try {
      const claim = await underLease(request, seen.items, lease)
      if (claim === 'again' || claim.kind === 'ended') await lease.release()
      return claim
    } catch (error) {
      await lease.release()
      throw error
    }
  }

  /** What was read before the lease was ours may be old: it is read and decided anew. */
  async function underLease(
    request: ClaimRequest,
    seen: readonly LoadItem[],
    lease: HeldLease,
  ): Promise<Claim | 'again'> {
    const { items } = await ledger.versions(objectName(request.object), request.object)
    if (hasMoved(seen, items)) return 'again'
    const mine = ownItem(items, request.object)
    const step = await decide(request, items, undefined)
    if (step.kind === 'give-up') return giveUp(request, step, lease)
    if (step.kind !== 'claim') return endWithoutLease(request, step, mine)
    if (request.dataset.write.kind === 'put' && !(await disown(items, request.object))) return 'again'
    return begin(request, mine, step.fruitless, lease)
  }

  async function decide(
    { object, dataset, messageAttempt }: ClaimRequest,
    items: readonly LoadItem[],
    lease: Lease | undefined,
  ): Promise<NextStep> {
    const mine = ownItem(items, object)
    const rivals = items.filter(
      ({ version, status }) => version !== object.versionId && (status === 'loaded' || status === 'loading'),
    )
    const sequencer = object.sequencer ?? mine?.sequencer
    const known = sequencer === undefined ? object : { ...object, sequencer }
    const newer = dataset.write.kind === 'put' ? await findNewer(known, rivals, order) : []
    return nextStep({ versionId: object.versionId, mine, newer, lease, messageAttempt, now: clock.now() })
  }

  async function giveUp(
    { object, launchNumber }: ClaimRequest,
    { item, fruitless }: Extract<NextStep, { kind: 'give-up' }>,
    lease: HeldLease,
  ): Promise<Claim | 'again'> {
    const launch = item.launch?.number ?? launchNumber
    const attempt = { object, number: item.attempt, owner: lease.owner, ...(launch ? { launch } : {}) }
    const error = new StevedoreError(
      'attempts.exhausted',
      `${objectName(object)} was given up: ${fruitless} attempts in a row ended without coming further. Their logs say why; then redrive its message`,
    )
    const done = await endLoad.settle(attempt, { status: 'failed', error, counts: { fruitless } }, [
      item.status,
    ])
    return done ? ended({ kind: 'settled', status: 'failed', error }) : 'again'
  }

  /** Our rows may come to lie over theirs: what they have done so far counts no more. */
  async function disown(items: readonly LoadItem[], { versionId }: ObjectVersion): Promise<boolean> {
    for (const item of items) {
      if (item.version === versionId || item.status !== 'loading') continue
      const answer = await ledger.change(
        { object: item.object, version: item.version },
        { kind: 'at', attempt: item.attempt, statuses: ['loading'] },
        { set: { attempt: item.attempt + 1 }, remove: ['checkpoint'] },
      )
      if (answer === 'refused') return false
      faultPoint('rivals-disowned', item.object)
    }
    return true
  }

  async function begin(
    request: ClaimRequest,
    mine: LoadItem | undefined,
    fruitless: number,
    lease: HeldLease,
  ): Promise<Claim | 'again'> {
    const { owner } = lease
    const launch = mine?.launch?.number ?? request.launchNumber
    const number = (mine?.attempt ?? 0) + 1
    const attempt = { object: request.object, number, owner, ...(launch ? { launch } : {}) }
    const time = new Date(clock.now()).toISOString()
    const set: LoadChange['set'] = {
      ...describeObject(request.object),
      dataset: request.dataset.name,
      ...(taskArn === undefined ? {} : { taskArn }),
      status: 'loading',
      statusAt: time,
      startedAt: mine?.startedAt ?? time,
      attempt: number,
      fruitless,
      owner,
    }
    const id = loadId(request.object)
    lease.check()
    const answer = await ledger.change(id, asRead(mine), { set })
    if (answer === 'refused' && !isOwn(await ledger.read(id), attempt)) return 'again'
    faultPoint('claimed', id.object)
    return { kind: 'claimed', attempt, lease, goesOn: mine?.status === 'loading' }
  }
}

function ownItem(items: readonly LoadItem[], { versionId }: ObjectVersion): LoadItem | undefined {
  return items.find(({ version }) => version === versionId)
}

/** An item that is not there has had no attempt. */
function hasMoved(before: readonly LoadItem[], after: readonly LoadItem[]): boolean {
  const attempts = new Map(before.map(({ version, attempt }) => [version, attempt]))
  return after.some(({ version, attempt }) => attempt !== (attempts.get(version) ?? 0))
}
