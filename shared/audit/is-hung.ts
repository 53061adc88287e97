import type { Lease, LoadItem } from '../load/ledger.ts'
import { HUNG_AFTER_MS } from './limits.ts'

/**
 * Whether the task of an attempt hangs, if it runs at all: it neither renewed its lease nor gave it up. Where the lease
 * is gone the attempt ended by itself, and its task may work on something else.
 */
export function isHung(item: LoadItem, lease: Lease | undefined, now: number): boolean {
  if (item.status !== 'loading' || item.owner === undefined || item.taskArn === undefined) return false
  return lease?.owner === item.owner && lease.expiresAt < now - HUNG_AFTER_MS
}
