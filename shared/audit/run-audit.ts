import type { Dataset } from '../dataset/dataset.ts'
import type { HeldLease } from '../load/hold-lease.ts'
import type { Clock } from '../platform/clock.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import type { AuditLedger, AuditState, AuditStates, BucketPass } from './audit-ledger.ts'
import type { AuditReport, Reports } from './audit-report.ts'
import { createKeepState } from './keep-state.ts'
import { BUCKET_SHARE, FULL_EVERY_MS, OVERLAP_MS, REPORT_LAG_MS, RUN_LEASE } from './limits.ts'
import type { createLoadHourly } from './load-hourly.ts'
import type { RepairLog } from './repair-log.ts'
import { reportMetrics } from './report-metrics.ts'
import type { Route, Routes } from './routes.ts'
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
  const { routes, repairs, reports, datasets, clock, log } = deps
  const keepState = createKeepState(deps)

  return async function runAudit(request: RunRequest): Promise<AuditEnd> {
    const { lease, stopping, deadlineMs, runId } = request
    const startedAt = clock.now()
    const ended = new AbortController()
    const deadline = alarm(deadlineMs, ended.signal)
    const half = alarm(deadlineMs * BUCKET_SHARE, ended.signal)
    const signal = AbortSignal.any([stopping, lease.signal, deadline])
    try {
      const state = await keepState(runId, lease)
      const first = await sights()
      const pass = await deps.walkBucket({
        pass: state.current.pass ?? newPass(state.current, startedAt),
        queues: first,
        signal: AbortSignal.any([signal, half]),
        save: (next) => state.save({ ...state.current, pass: next }),
      })
      const isPassed = isWholePass(pass, datasets)
      if (isPassed) await state.save(afterPass(state.current, pass))
      const queues = await sights()
      const before = (name: Route['name']) => (first[name].isEmpty ? { emptyAt: startedAt } : {})
      await deps.walkOpenLoads({
        queues: {
          loads: { ...queues.loads, ...before('loads') },
          launches: { ...queues.launches, ...before('launches') },
        },
        signal,
        save: () => state.save(state.current),
      })
      const hour = await deps.loadHourly(signal)
      lease.check()
      if (stopping.aborted) {
        log.warn('The audit is stopped: the next run goes on')
        return { kind: 'stopped' }
      }
      const { since, listed, compared, unknown } = pass
      const report = await tell(request, state.current, startedAt, {
        bucket: { listed, compared, unknown, isWhole: isPassed, ...(since === undefined ? {} : { since }) },
        isWhole: isPassed && !deadline.aborted,
        ...{ hour, queues },
      })
      await state.told(report.period.to)
      return { kind: 'done', report }
    } finally {
      ended.abort()
    }
  }

  async function sights(): Promise<AuditReport['queues']> {
    return { loads: await routes.loads.sight(), launches: await routes.launches.sight() }
  }

  /** Stores the report of all that ended since the last one, and puts its figures into the log. */
  async function tell(
    { runId: id, stack, taskArn }: RunRequest,
    { reportedTo }: AuditState,
    startedAt: number,
    found: Pick<AuditReport, 'bucket' | 'hour' | 'queues'> & { readonly isWhole: boolean },
  ): Promise<AuditReport> {
    const { isWhole, ...rest } = found
    const endedAt = timeOf(clock.now())
    await clock.sleep(REPORT_LAG_MS)
    const period = { from: reportedTo ?? timeOf(startedAt - FIRST_PERIOD_MS), to: endedAt }
    const task = taskArn === undefined ? {} : { taskArn }
    const report: AuditReport = {
      run: { id, stack, ...task, startedAt: timeOf(startedAt), endedAt, isWhole },
      period,
      ...rest,
      repairs: repairs.told(),
      ...(await summarizeLoads(deps.ledger, period)),
    }
    const page = await reports.store(report)
    faultPoint('audit-report-stored', RUN_LEASE)
    log.info('The audit ends', { page, repairs: report.repairs.total, ...reportMetrics(report) })
    return report
  }

  /** Aborts after a while, unless the run has ended. */
  function alarm(milliseconds: number, ended: AbortSignal): AbortSignal {
    const rung = new AbortController()
    const wait = clock.sleep(milliseconds, ended).then(() => rung.abort(new Error('The deadline is over')))
    // It only ever rejects because the run has ended.
    wait.catch(() => undefined)
    return rung.signal
  }
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
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
