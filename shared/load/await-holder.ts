import type { Clock } from '../platform/clock.ts'
import { loadId } from './end-load.ts'
import { isTerminal, type Leases, type Ledger } from './ledger.ts'
import { isFree } from './next-step.ts'
import { type ObjectVersion, objectName } from './object-version.ts'

const LOOK_EVERY_MS = 2_000

/**
 * Watches the holder of a load that another works on. `alive`: it renewed its lease while loading, so this load is in good hands.
 * `ended`: the load is settled, or the key is free to be claimed. Rejects with the signal's reason.
 */
export function createAwaitHolder(deps: { ledger: Ledger; leases: Leases; clock: Clock }) {
  const { ledger, leases, clock } = deps

  return async function awaitHolder(object: ObjectVersion, signal: AbortSignal): Promise<'alive' | 'ended'> {
    const name = objectName(object)
    let first = await leases.read(name)
    for (;;) {
      const [lease, item] = await Promise.all([leases.read(name), ledger.read(loadId(object))])
      if (item && isTerminal(item.status)) return 'ended'
      if (!lease || lease.versionId !== object.versionId || isFree(lease, clock.now())) return 'ended'
      if (lease.owner !== first?.owner) first = lease
      const renewed = lease.expiresAt > first.expiresAt
      if (renewed && item?.status === 'loading' && item.owner === lease.owner) return 'alive'
      await clock.sleep(LOOK_EVERY_MS, signal)
    }
  }
}
