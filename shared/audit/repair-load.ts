import { loadId } from '../load/end-load.ts'
import { type Ledger, type LoadChange, type LoadItem, OPEN } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import type { Clock } from '../platform/clock.ts'
import { faultPoint } from '../platform/fault-point.ts'
import { REASONS, type Reason, type Repair } from './next-repair.ts'
import type { RepairLog, RepairRecord } from './repair-log.ts'
import { type Route, type Routes, routeOf } from './routes.ts'

/** The number of a load's launches, which only goes up. */
interface Launches {
  /** Sets number and capacity of an open load whose launch number is still the one in `item`. */
  raise(
    item: LoadItem,
    launch: { readonly number: number; readonly capacity: 'spot' | 'on-demand' },
  ): Promise<'done' | 'refused'>
}

export interface RepairLoadDeps {
  readonly ledger: Pick<Ledger, 'change'>
  readonly launches: Launches
  readonly routes: Routes
  readonly repairs: RepairLog
  readonly clock: Clock
}

type Act = Extract<Repair, { kind: 'send' | 'fail' | 'close-gone' }>

/**
 * Does to an open load what was decided. The ledger comes before the message, so that what is sent twice is one launch;
 * where the load has moved meanwhile, nothing is done.
 */
export function createRepairLoad({ ledger, launches, routes, repairs, clock }: RepairLoadDeps) {
  return async function repairLoad(object: ObjectVersion, item: LoadItem, act: Act): Promise<void> {
    const route = routeOf(routes, item)
    const done = await perform(object, item, act, route)
    if (!done) return
    const dataset = item.dataset === undefined ? {} : { dataset: item.dataset }
    repairs.add({ ...loadId(object), ...dataset, reason: act.reason, act: ACTS[act.kind] })
  }

  async function perform(object: ObjectVersion, item: LoadItem, act: Act, route: Route): Promise<boolean> {
    switch (act.kind) {
      case 'send':
        return send(object, item, act.reason, route)
      case 'fail': {
        const message = `${objectName(object)} was given up: ${act.fruitless} attempts in a row ended without coming further. Their logs say why; then redrive its message`
        // The letter first: a crash in between tells a person once too often, not never.
        const launch = item.launch === undefined ? {} : { launch: item.launch.number }
        await route.deadLetters.send({
          ...{ object, attempt: item.attempt, ...launch },
          reason: `attempts.exhausted: ${message}`,
        })
        const error = { code: 'attempts.exhausted', message }
        return close(item, { status: 'failed', fruitless: act.fruitless, error })
      }
      case 'close-gone':
        return close(item, { status: 'gone' })
    }
  }

  async function send(object: ObjectVersion, item: LoadItem, reason: Reason, route: Route): Promise<boolean> {
    const last = item.launch?.number
    const capacity = item.launch?.capacity === 'on-demand' ? 'on-demand' : 'spot'
    let launch = last
    if (route.name === 'launches' && item.launch?.capacity !== undefined) {
      launch = (last ?? 0) + 1
      if ((await launches.raise(item, { number: launch, capacity })) === 'refused') return false
    }
    // From now on it counts as waiting since now, and is not sent again by the next run.
    if (item.status === 'queued') {
      const queuedAt = new Date(clock.now()).toISOString()
      if (!(await change(item, { set: { queuedAt } }))) return false
    }
    await route.send({
      object,
      ...(launch === undefined ? {} : { launch }),
      ...(item.launch?.capacity === undefined ? {} : { capacity }),
      reason: `audit: ${REASONS[reason]}`,
    })
    faultPoint('audit-sent', objectName(object))
    return true
  }

  async function close(item: LoadItem, set: LoadChange['set']): Promise<boolean> {
    const time = new Date(clock.now()).toISOString()
    const closed = { ...set, statusAt: time, settledAt: time }
    const done = await change(item, { set: closed, remove: ['checkpoint'] })
    if (done) faultPoint('audit-closed', item.object)
    return done
  }

  async function change(item: LoadItem, loadChange: LoadChange): Promise<boolean> {
    const id = { object: item.object, version: item.version }
    const statuses = item.status === 'queued' ? (['queued'] as const) : OPEN
    return (await ledger.change(id, { kind: 'at', attempt: item.attempt, statuses }, loadChange)) === 'done'
  }
}

const ACTS: Readonly<Record<Act['kind'], RepairRecord['act']>> = {
  send: 'sent',
  fail: 'failed',
  'close-gone': 'gone',
}
