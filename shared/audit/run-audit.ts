import type { Dataset } from '../dataset/dataset.ts'
import type { HeldLease } from '../load/hold-lease.ts'
import type { Clock } from '../platform/clock.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import type { AuditLedger, AuditState, AuditStates, BucketPass } from './audit-ledger.ts'
import type { AuditReport, Reports } from './audit-report.ts'
import { BUCKET_SHARE, FULL_EVERY_MS, OVERLAP_MS, RUN_LEASE } from './limits.ts'
import type { createLoadHourly } from './load-hourly.ts'
import type { RepairLog } from './repair-log.ts'
import { reportMetrics } from './report-metrics.ts'
import type { Routes } from './routes.ts'
import { summarizeLoads } from './summarize-loads.ts'
import { type createWalkBucket, isWholePass } from './walk-bucket.ts'
import type { createWalkOpenLoads } from './walk-open-loads.ts'

export interface RunAuditDeps {
  readonly states: AuditStates
  readonly ledger: Pick<AuditLedger, 'withStatus'>
  readonly walkBucket: ReturnType<typeof createWalkBucket>
  readonly walkOpenLoads: ReturnType<typeof createWalkOpenLoads>
  readonly loadHourly: ReturnType<typeof createLoadHourly>
  readonly repairs: RepairLog
  readonly reports: Reports
  readonly routes: Routes
  readonly datasets: readonly Dataset[]
  readonly clock: Clock
  readonly log: Log
}

export interface RunRequest {
  /** Of the run, in hand. */
  readonly lease: HeldLease
  readonly runId: string
  readonly stack: string
  readonly taskArn: string | undefined
  readonly deadlineMs: number
  readonly stopping: AbortSignal
}

export type AuditEnd =
  | { readonly kind: 'done'; readonly report: AuditReport }
  /** Stopped from outside: the next run goes on. */
  | { readonly kind: 'stopped' }

/** How far back the first report of a stack tells. */
const FIRST_PERIOD_MS = 3_600_000

/**
 * One run: bucket against ledger, then the loads that are open, then those that wait for the hour, then the report.
 * May be killed anywhere: what it repaired stands, and the next run goes on.
 */
export function createRunAudit(deps: RunAuditDeps) {
  const { states, routes, repairs, reports, datasets, clock, log } = deps

  return async function runAudit(request: RunRequest): Promise<AuditEnd> {
    const { lease, stopping, deadlineMs, runId } = request
    const startedAt = clock.now()
    const ended = new AbortController()
    const deadline = alarm(deadlineMs, ended.signal)
    const half = alarm(deadlineMs * BUCKET_SHARE, ended.signal)
    const signal = AbortSignal.any([stopping, lease.signal, deadline])
    try {
      let state: AuditState = (await states.read()) ?? {}
      await tellEarlier(state)
      const queues = { loads: await routes.loads.sight(), launches: await routes.launches.sight() }
      let parts = 0

      async function write(next: AuditState): Promise<void> {
        const fresh = repairs.takeFresh()
        if (fresh.length > 0) {
          await reports.putRepairs(runId, parts, fresh)
          parts += 1
        }
        lease.check()
        // Those of an earlier run are told by this one's first part.
        state = parts > 0 ? { ...next, untold: { runId, parts } } : next
        await states.write(state)
        faultPoint('audit-cursor-saved', RUN_LEASE)
      }
      // One after the other: prefixes are read at once, and an older place must not follow on a newer one.
      let saving = Promise.resolve()
      const save = (next: AuditState): Promise<void> => {
        saving = saving.then(() => write(next))
        return saving
      }

      const pass = await deps.walkBucket({
        pass: state.pass ?? newPass(state, startedAt),
        queues,
        signal: AbortSignal.any([signal, half]),
        save: (next) => save({ ...state, pass: next }),
      })
      const isPassed = isWholePass(pass, datasets)
      if (isPassed) await save(afterPass(state, pass))
      const later = { loads: await routes.loads.sight(), launches: await routes.launches.sight() }
      await deps.walkOpenLoads({ queues: later, signal })
      await save(state)
      const hour = await deps.loadHourly(signal)
      lease.check()
      if (stopping.aborted) {
        log.warn('The audit is stopped: the next run goes on')
        return { kind: 'stopped' }
      }

      const endedAt = new Date(clock.now()).toISOString()
      const from = state.reportedTo ?? new Date(startedAt - FIRST_PERIOD_MS).toISOString()
      const period = { from, to: endedAt }
      const report: AuditReport = {
        run: {
          ...{ id: runId, stack: request.stack, ...(request.taskArn ? { taskArn: request.taskArn } : {}) },
          ...{ startedAt: new Date(startedAt).toISOString(), endedAt },
          isWhole: isPassed && !deadline.aborted,
        },
        period,
        bucket: {
          ...{ listed: pass.listed, compared: pass.compared, unknown: pass.unknown, isWhole: isPassed },
          ...(pass.since === undefined ? {} : { since: pass.since }),
        },
        hour,
        repairs: repairs.told(),
        queues: later,
        ...(await summarizeLoads(deps.ledger, period)),
      }
      const page = await reports.store(report)
      faultPoint('audit-report-stored', RUN_LEASE)
      const { untold: _told, ...rest } = state
      await states.write({ ...rest, reportedTo: endedAt })
      log.info('The audit ends', { page, ...reportMetrics(report) })
      return { kind: 'done', report }
    } finally {
      ended.abort()
    }
  }

  /** Repairs of a run that was killed before its report: they are stored again as this one's. */
  async function tellEarlier({ untold }: AuditState): Promise<void> {
    for (let part = 0; part < (untold?.parts ?? 0); part++)
      for (const record of await reports.readRepairs(untold?.runId ?? '', part)) repairs.add(record)
  }

  /** Aborts after a while, unless the run has ended. */
  function alarm(milliseconds: number, ended: AbortSignal): AbortSignal {
    const rung = new AbortController()
    const wait = clock.sleep(milliseconds, ended).then(() => rung.abort(new Error('The deadline is over')))
    wait.catch(() => undefined)
    return rung.signal
  }
}

function newPass({ passedAt, passedAllAt }: AuditState, now: number): BucketPass {
  const pass = { startedAt: new Date(now).toISOString(), markers: {}, listed: 0, compared: 0, unknown: 0 }
  const isDue = passedAllAt === undefined || now - Date.parse(passedAllAt) >= FULL_EVERY_MS
  if (isDue || passedAt === undefined) return pass
  return { ...pass, since: new Date(Date.parse(passedAt) - OVERLAP_MS).toISOString() }
}

function afterPass({ pass: _over, ...state }: AuditState, pass: BucketPass): AuditState {
  const passedAllAt = pass.since === undefined ? { passedAllAt: pass.startedAt } : {}
  return { ...state, passedAt: pass.startedAt, ...passedAllAt }
}
