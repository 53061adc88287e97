import type { LoadId } from '../load/ledger.ts'
import { NAMED_MAX } from './limits.ts'
import type { Reason } from './next-repair.ts'

/** One thing that the audit put right. */
export interface RepairRecord extends LoadId {
  readonly reason: Reason
  /** What was done about it. */
  readonly act: 'queued' | 'sent' | 'failed' | 'gone' | 'task stopped'
  readonly dataset?: string
}

export interface RepairTold {
  readonly total: number
  readonly byReason: Readonly<Partial<Record<Reason, number>>>
  /** The first ones, by name. */
  readonly named: readonly RepairRecord[]
}

/** Keeps what was repaired for the report, in bounded memory. */
export function createRepairLog() {
  const byReason = new Map<Reason, number>()
  const named: RepairRecord[] = []
  let fresh: RepairRecord[] = []
  let total = 0

  /** What an earlier run repaired, and has stored. */
  function recall(record: RepairRecord): void {
    total += 1
    byReason.set(record.reason, (byReason.get(record.reason) ?? 0) + 1)
    if (named.length < NAMED_MAX) named.push(record)
  }

  return {
    recall,
    add(record: RepairRecord): void {
      recall(record)
      fresh.push(record)
    },
    /** What came since the last call, to be stored before the run goes on. */
    takeFresh(): readonly RepairRecord[] {
      const taken = fresh
      fresh = []
      return taken
    },
    told: (): RepairTold => ({ total, byReason: Object.fromEntries(byReason), named: [...named] }),
  }
}

export type RepairLog = ReturnType<typeof createRepairLog>
