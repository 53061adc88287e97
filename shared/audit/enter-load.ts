import type { Dataset } from '../dataset/dataset.ts'
import { describeObject } from '../load/describe-object.ts'
import { loadId } from '../load/end-load.ts'
import type { Ledger } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import type { Clock } from '../platform/clock.ts'
import { faultPoint } from '../platform/fault-point.ts'
import { REASONS, type Reason } from './next-repair.ts'
import type { RepairLog } from './repair-log.ts'
import { type Routes, routeOf } from './routes.ts'

export interface EnterLoadDeps {
  readonly ledger: Pick<Ledger, 'change'>
  readonly routes: Routes
  readonly repairs: RepairLog
  readonly clock: Clock
}

/** Writes an object version that the ledger does not know as `queued`, then sends it. Where an item is by now, it is let be. */
export function createEnterLoad({ ledger, routes, repairs, clock }: EnterLoadDeps) {
  return async function enterLoad(object: ObjectVersion, dataset: Dataset, reason: Reason): Promise<void> {
    const id = loadId(object)
    const time = new Date(clock.now()).toISOString()
    const set = {
      ...describeObject(object),
      dataset: dataset.name,
      status: 'queued',
      statusAt: time,
      queuedAt: time,
      attempt: 0,
      fruitless: 0,
    } as const
    // A refusal may also be a write of ours whose reply was lost: then it is queued, and sent by a later run.
    if ((await ledger.change(id, { kind: 'absent' }, { set })) === 'refused') return
    faultPoint('audit-entered', objectName(object))
    const record = { ...id, reason, dataset: dataset.name }
    if (dataset.when === 'hourly') {
      repairs.add({ ...record, act: 'queued' })
      return
    }
    const route = routeOf(routes, { size: object.sizeBytes })
    await route.send({ object, launch: 1, reason: `audit: ${REASONS[reason]}` })
    faultPoint('audit-sent', objectName(object))
    repairs.add({ ...record, act: 'sent' })
  }
}
