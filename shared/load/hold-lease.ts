import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import { OVER } from '../platform/over.ts'
import type { Leases } from './ledger.ts'
import { LEASE_MS, RENEW_EVERY_MS, TAKEOVER_GRACE_MS } from './limits.ts'

/** A lease in hand, renewed in the background until it is released or lost. */
export interface HeldLease {
  readonly owner: string
  /** Aborts, with `lease.lost` as its reason, when the lease is lost. */
  readonly signal: AbortSignal
  /** Throws `lease.lost` where it may be another's by now. To be called right before each request that needs it. */
  check(): void
  /** Ends the renewal and deletes the lease. Never throws: a lease that cannot be deleted runs out. */
  release(): Promise<void>
}

export interface LeaseRequest {
  readonly object: string
  readonly versionId: string
  readonly attempt: number
  readonly owner: string
}

/** Takes the lease of a key. Undefined where another holds it. */
export function createHoldLease(deps: { leases: Leases; clock: Clock; log: Log }) {
  const { leases, clock } = deps

  return async function holdLease(request: LeaseRequest): Promise<HeldLease | undefined> {
    const { object, owner, versionId, attempt } = request
    const log = deps.log.with({ object, versionId, attempt })
    const asked = moment(clock)
    const expiresAt = asked.wall + LEASE_MS
    const freeBefore = asked.wall - TAKEOVER_GRACE_MS
    try {
      const answer = await leases.take(object, { owner, versionId, attempt, expiresAt }, freeBefore)
      if (answer === 'held') return undefined
      faultPoint('lease-taken', object)
    } catch (error) {
      await release(object, owner, log)
      throw error
    }
    return hold(object, owner, asked, log)
  }

  function hold(object: string, owner: string, asked: Moment, log: Log): HeldLease {
    const lost = new AbortController()
    const stop = new AbortController()
    let renewed = asked

    function check(): void {
      if (!lost.signal.aborted && isOver(renewed, moment(clock))) lose('it was not renewed in time')
      lost.signal.throwIfAborted()
    }
    function lose(why: string): void {
      lost.abort(new StevedoreError('lease.lost', `The lease of ${object} is lost: ${why}`))
    }
    async function renew(): Promise<void> {
      const before = moment(clock)
      const answer = await leases.renew(object, owner, before.wall + LEASE_MS)
      if (answer === 'renewed') renewed = before
      else lose('another has taken it')
    }
    async function keep(): Promise<void> {
      let pause = RENEW_EVERY_MS
      while (!lost.signal.aborted) {
        await clock.sleep(pause, stop.signal)
        pause = RENEW_EVERY_MS
        await renew().catch((error: unknown) => {
          log.warn('The lease could not be renewed, trying again', { error })
          pause = RETRY_AFTER_MS
        })
        if (isOver(renewed, moment(clock))) lose('it was not renewed in time')
      }
    }
    const keeping = keep().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error
    })

    return {
      owner,
      signal: lost.signal,
      check,
      release: async () => {
        stop.abort(OVER)
        await keeping
        await release(object, owner, log)
      },
    }
  }

  async function release(object: string, owner: string, log: Log): Promise<void> {
    const deleted = leases.release(object, owner).then(() => faultPoint('lease-deleted', object))
    await deleted.catch((error: unknown) => {
      log.warn('The lease could not be deleted: it runs out by itself', { error })
    })
  }
}

const RETRY_AFTER_MS = 1_000

interface Moment {
  readonly wall: number
  readonly monotonic: number
}

function moment(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() }
}

/** By either clock: the wall clock may have been set, the monotonic one stands still while a machine sleeps. */
function isOver(renewed: Moment, now: Moment): boolean {
  return now.wall - renewed.wall >= LEASE_MS || now.monotonic - renewed.monotonic >= LEASE_MS
}
