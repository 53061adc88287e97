import type { Dataset } from '../dataset/dataset.ts'
import { matchDataset } from '../dataset/match-dataset.ts'
import type { LoadItem } from '../load/ledger.ts'
import type { LoadObject } from '../load/load-object.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import type { LoadOutcome } from '../load/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { AuditLedger } from './audit-ledger.ts'
import { inParallel } from './in-parallel.ts'
import { BUSY_PATIENCE_MS, LOADS_AT_ONCE, NAMED_MAX, RETRY_PAUSE_MS } from './limits.ts'
import { objectOf } from './object-of.ts'

/** How many loads of the hour ended in which way. `later` waits for the next hour. */
export interface HourTold {
  readonly settled: number
  readonly later: number
  /** Ended on a fault of our own, which the log has. */
  readonly broken: number
}

export interface LoadHourlyDeps {
  readonly ledger: Pick<AuditLedger, 'withStatus'>
  readonly loadObject: LoadObject
  readonly datasets: readonly Dataset[]
  readonly landingBucket: string
  readonly clock: Clock
  readonly log: Log
}

/** Loads what waits for the hour, several files at once, until the signal; then it is handed back. */
export function createLoadHourly(deps: LoadHourlyDeps) {
  const { ledger, loadObject, datasets, landingBucket, clock, log } = deps

  return async function loadHourly(signal: AbortSignal): Promise<HourTold> {
    const told = { settled: 0, later: 0, broken: 0 }
    if (datasets.every(({ when }) => when !== 'hourly')) return told
    const suspects: ObjectVersion[] = []
    const inHand = new Set<string>()
    const again: { readonly object: ObjectVersion; readonly dueAt: number }[] = []

    /** A load that is not for now is tried again where its wait ends before this moment. */
    async function load(object: ObjectVersion, patientUntil: number): Promise<void> {
      const id = idOf(object)
      inHand.add(id)
      const outcome = await attempt(object, signal).finally(() => inHand.delete(id))
      const dueAt = clock.monotonic() + retryMs(outcome)
      if (outcome === 'broken') told.broken += 1
      else if (outcome.kind === 'settled') told.settled += 1
      else if (dueAt < patientUntil && again.length < NAMED_MAX && !signal.aborted)
        again.push({ object, dueAt })
      else if (outcome.kind !== 'already') told.later += 1
    }

    const patience = () => clock.monotonic() + BUSY_PATIENCE_MS
    await inParallel(waiting(suspects, inHand, signal), LOADS_AT_ONCE, (object) => load(object, patience()))
    // They may have killed the attempt before this one: alone, they take no neighbours with them.
    for (const object of suspects) await load(object, patience())
    const patientUntil = patience()
    for (let next = again.shift(); next; next = again.shift()) {
      await pause(next.dueAt - clock.monotonic(), signal)
      await load(next.object, patientUntil)
    }
    return told
  }

  async function* waiting(
    suspects: ObjectVersion[],
    inHand: ReadonlySet<string>,
    signal: AbortSignal,
  ): AsyncGenerator<ObjectVersion> {
    for (const status of ['queued', 'loading'] as const) {
      for await (const page of ledger.withStatus(status)) {
        for (const item of page) {
          if (signal.aborted) return
          const object = objectOf(item, landingBucket)
          if (!object || matchDataset(datasets, object.key)?.when !== 'hourly') continue
          // The index shows a load that has just begun here.
          if (inHand.has(idOf(object))) continue
          if (!isSuspect(item)) yield object
          else if (suspects.length < NAMED_MAX) suspects.push(object)
        }
      }
    }
  }

  async function attempt(object: ObjectVersion, signal: AbortSignal): Promise<LoadOutcome | 'broken'> {
    try {
      return await loadObject(object, { signal, hourHasCome: true })
    } catch (error) {
      log.error('A load ended on a fault; the others go on', {
        ...{ object: objectName(object), versionId: object.versionId, error },
      })
      return 'broken'
    }
  }

  async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      if (milliseconds > 0) await clock.sleep(milliseconds, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}

function idOf(object: ObjectVersion): string {
  return `${object.versionId} ${objectName(object)}`
}

/** An attempt at it ended on its way, or is at work elsewhere. */
function isSuspect({ status, owner, fruitless }: LoadItem): boolean {
  return fruitless > 0 || (status === 'loading' && owner !== undefined)
}

function retryMs(outcome: LoadOutcome | 'broken'): number {
  if (outcome === 'broken') return Number.POSITIVE_INFINITY
  if (outcome.kind !== 'busy' && outcome.kind !== 'not-now') return Number.POSITIVE_INFINITY
  return Math.max(RETRY_PAUSE_MS, outcome.retryAfterSeconds * 1000)
}
