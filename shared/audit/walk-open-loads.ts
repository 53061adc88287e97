import type { Dataset } from '../dataset/dataset.ts'
import { matchDataset } from '../dataset/match-dataset.ts'
import { loadId } from '../load/end-load.ts'
import { isTerminal, type Lease, type Leases, type Ledger, type LoadItem } from '../load/ledger.ts'
import type { ObjectVersion } from '../load/object-version.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { AuditLedger } from './audit-ledger.ts'
import { inParallel } from './in-parallel.ts'
import { isHung } from './is-hung.ts'
import { REPAIRS_AT_ONCE } from './limits.ts'
import { nextRepair, type QueueSight, type Repair } from './next-repair.ts'
import { objectOf } from './object-of.ts'
import type { createRepairLoad } from './repair-load.ts'
import type { RepairLog } from './repair-log.ts'
import { type Route, type Routes, routeOf } from './routes.ts'

/** Tasks of our cluster. */
export interface AuditTasks {
  /** Stops a task that runs. `ended` where it had stopped, or ECS knows it no more. */
  stop(taskArn: string, reason: string): Promise<'stopped' | 'ended'>
}

export interface WalkOpenLoadsDeps {
  readonly ledger: Pick<Ledger, 'read'> & Pick<AuditLedger, 'withStatus'>
  readonly leases: Pick<Leases, 'read'>
  readonly versions: { exists(object: ObjectVersion): Promise<boolean> }
  readonly tasks: AuditTasks
  readonly repairLoad: ReturnType<typeof createRepairLoad>
  readonly datasets: readonly Dataset[]
  readonly landingBucket: string
  readonly routes: Routes
  readonly repairs: RepairLog
  readonly lostAfterMs: number
  /** This task, which is not to be stopped. */
  readonly taskArn: string | undefined
  readonly clock: Clock
  readonly log: Log
}

export interface WalkOpenLoadsRequest {
  readonly queues: Readonly<Record<Route['name'], QueueSight>>
  /** Ends the walk before its next load. */
  readonly signal: AbortSignal
  /** Makes durable what was repaired, page by page: it is neither kept in memory nor forgotten by a run that is killed. */
  save(): Promise<void>
}

/** Looks at every load that is not at its end, and repairs those that nobody would come back for. */
export function createWalkOpenLoads(deps: WalkOpenLoadsDeps) {
  const { ledger, leases, versions, tasks, repairLoad, datasets, routes, repairs, clock, log } = deps
  const stopped = new Set<string>()

  return async function walkOpenLoads(request: WalkOpenLoadsRequest): Promise<void> {
    for (const status of ['loading', 'queued'] as const) {
      for await (const page of ledger.withStatus(status)) {
        if (request.signal.aborted) return
        await inParallel(page, REPAIRS_AT_ONCE, async (item) => {
          if (!request.signal.aborted) await look(item, request)
        })
        if (page.length > 0) await request.save()
      }
    }
  }

  async function look(seen: LoadItem, request: WalkOpenLoadsRequest): Promise<void> {
    const object = objectOf(seen, deps.landingBucket)
    if (!object) return
    const lease = seen.status === 'loading' ? await leases.read(seen.object) : undefined
    if (isHung(seen, lease, clock.now())) await stopHung(seen)
    const first = decide(object, seen, lease, request)
    if (first.kind === 'none' || first.kind === 'load') return

    // What the index showed may be over: before anything is written, the ledger itself is asked.
    const [item, held, isThere] = await Promise.all([
      ledger.read(loadId(object)),
      leases.read(seen.object),
      versions.exists(object),
    ])
    if (!item || isTerminal(item.status)) return
    const repair = decide(object, item, held, request, !isThere)
    if (repair.kind === 'send' || repair.kind === 'fail' || repair.kind === 'close-gone')
      await repairLoad(object, item, repair)
  }

  function decide(
    object: ObjectVersion,
    item: LoadItem,
    lease: Lease | undefined,
    { queues }: WalkOpenLoadsRequest,
    isGone = false,
  ): Repair {
    return nextRepair({
      ...{ object, item, lease, isGone },
      when: matchDataset(datasets, object.key)?.when,
      queue: queues[routeOf(routes, item).name],
      now: clock.now(),
      lostAfterMs: deps.lostAfterMs,
    })
  }

  async function stopHung(item: LoadItem): Promise<void> {
    const { object, version, attempt, taskArn = '', dataset } = item
    if (stopped.has(taskArn) || taskArn === deps.taskArn) return
    stopped.add(taskArn)
    const answer = await tasks.stop(taskArn, 'audit: the task is past its lease')
    if (answer === 'ended') return
    log.warn('A task hangs, and is stopped', { taskArn, object, versionId: version, attempt })
    const known = dataset === undefined ? {} : { dataset }
    repairs.add({ object, version, ...known, reason: 'task-hung', act: 'task stopped' })
  }
}
