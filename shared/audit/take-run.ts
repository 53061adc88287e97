import type { createHoldLease, HeldLease } from '../load/hold-lease.ts'
import type { Lease, Leases } from '../load/ledger.ts'
import { isFree } from '../load/next-step.ts'
import type { Clock } from '../platform/clock.ts'
import { RUN_LEASE } from './limits.ts'

const LOOK_EVERY_MS = 1_000

/**
 * Takes the lease of the run. `busy`: another run has renewed it before our eyes, or come to its end. One that was
 * killed is waited for until its lease runs out, so that its hour is not lost. Rejects with the signal's reason.
 */
export function createTakeRun(deps: {
  readonly leases: Leases
  readonly holdLease: ReturnType<typeof createHoldLease>
  readonly clock: Clock
}) {
  const { leases, holdLease, clock } = deps

  return async function takeRun(owner: string, signal: AbortSignal): Promise<HeldLease | 'busy'> {
    const request = { object: RUN_LEASE, versionId: RUN_LEASE, attempt: 0, owner }
    let first: Lease | undefined
    for (;;) {
      const seen = await leases.read(RUN_LEASE)
      if (first && (!seen || seen.expiresAt > first.expiresAt)) return 'busy'
      if (!seen || isFree(seen, clock.now())) {
        const lease = await holdLease(request)
        if (lease) return lease
      }
      first ??= seen
      await clock.sleep(LOOK_EVERY_MS, signal)
    }
  }
}
