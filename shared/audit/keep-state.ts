import type { HeldLease } from '../load/hold-lease.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import type { AuditState, AuditStates } from './audit-ledger.ts'
import type { Reports } from './audit-report.ts'
import { RUN_LEASE } from './limits.ts'
import type { RepairLog } from './repair-log.ts'

export interface KeepStateDeps {
  readonly states: AuditStates
  readonly reports: Pick<Reports, 'putRepairs' | 'readRepairs'>
  readonly repairs: RepairLog
  readonly log: Log
}

/** What a run knows of those before it, and leaves for the next one. */
export interface KeptState {
  readonly current: AuditState
  /** Makes the state durable, and before it the repairs that no report has told yet. Throws where the lease is lost. */
  save(next: AuditState): Promise<void>
  /** The report is stored: nothing is untold any more. */
  told(reportedTo: string): Promise<void>
}

export function createKeepState({ states, reports, repairs, log }: KeepStateDeps) {
  return async function keepState(runId: string, lease: HeldLease): Promise<KeptState> {
    let current: AuditState = (await states.read()) ?? {}
    // Parts that no report has told stay where they are, and those of this run follow on them: all of them at once in
    // memory could be more than it holds, in this run and in each one after it.
    const { runId: place, parts: found } = current.untold ?? { runId, parts: 0 }
    let parts = found
    let saving = Promise.resolve()
    await tellEarlier(place, found)

    async function write(next: AuditState): Promise<void> {
      lease.check()
      const fresh = repairs.takeFresh()
      if (fresh.length > 0) {
        await reports.putRepairs(place, parts, fresh)
        parts += 1
      }
      lease.check()
      current = parts > 0 ? { ...next, untold: { runId: place, parts } } : next
      await states.write(current)
      faultPoint('audit-cursor-saved', RUN_LEASE)
    }

    return {
      get current() {
        return current
      },
      // One after the other: prefixes are read at once, and an older place must not follow on a newer one.
      save(next) {
        saving = saving.then(() => write(next))
        return saving
      },
      async told(reportedTo) {
        const { untold: _told, ...rest } = current
        current = { ...rest, reportedTo }
        await states.write(current)
      },
    }
  }

  /** Repairs of runs that were killed before their report. */
  async function tellEarlier(runId: string, parts: number): Promise<void> {
    for (let part = 0; part < parts; part++) {
      const records = await reports.readRepairs(runId, part)
      // The repairs themselves stand. Without their names the audit goes on, or it would never run again.
      if (!records) log.warn('What an earlier run repaired cannot be told: its list is gone', { runId, part })
      for (const record of records ?? []) repairs.recall(record)
    }
  }
}
