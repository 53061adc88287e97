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
    let parts = 0
    let saving = Promise.resolve()
    await tellEarlier(current)

    async function write(next: AuditState): Promise<void> {
      const fresh = repairs.takeFresh()
      if (fresh.length > 0) {
        await reports.putRepairs(runId, parts, fresh)
        parts += 1
      }
      lease.check()
      current = parts > 0 ? { ...next, untold: { runId, parts } } : next
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

  /** Repairs of a run that was killed before its report: they are stored again, with this one's first part. */
  async function tellEarlier({ untold }: AuditState): Promise<void> {
    for (let part = 0; part < (untold?.parts ?? 0); part++) {
      const runId = untold?.runId ?? ''
      const records = await reports.readRepairs(runId, part)
      // The repairs themselves stand. Without their names the audit goes on, or it would never run again.
      if (!records) log.warn('What an earlier run repaired cannot be told: its list is gone', { runId, part })
      for (const record of records ?? []) repairs.add(record)
    }
  }
}
