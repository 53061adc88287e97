import type { Dataset } from '../dataset/dataset.ts'
import { isFolderMarker } from '../dataset/is-folder-marker.ts'
import { matchDataset } from '../dataset/match-dataset.ts'
import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import { type ClaimDeps, createClaimLoad } from './claim-load.ts'
import { createRejectCollector, type RejectCollector, type Rejects } from './collect-rejects.ts'
import type { DeadLetters } from './dead-letter.ts'
import { type Attempt, createEndLoad, type Ending } from './end-load.ts'
import type { HeldLease } from './hold-lease.ts'
import { UNAVAILABLE_RETRY_SECONDS } from './limits.ts'
import { createLoadRows, type LoadedRows, type LoadRowsDeps } from './load-rows.ts'
import { type ObjectVersion, objectName } from './object-version.ts'
import type { LoadOutcome } from './outcome.ts'
import { ObjectGoneError } from './read-object.ts'
import { rejectsPlace } from './rejects-key.ts'
import type { Pace } from './report-progress.ts'
import { createSetAside, IGNORED, type IgnoredCode } from './set-aside.ts'
import { tellEnd, toldOutcome } from './tell-outcome.ts'

export interface LoadOptions {
  /** Stops the load: it is handed back, and the next attempt goes on. */
  readonly signal: AbortSignal
  readonly launchNumber?: number | undefined
  /** The attempt that the message carries, where it is one that was sent for a load that failed. */
  readonly messageAttempt?: number | undefined
  /** Load it though its dataset waits for the hour: the hour has come. */
  readonly hourHasCome?: boolean
}

export type LoadObject = (object: ObjectVersion, options: LoadOptions) => Promise<LoadOutcome>

export interface LoadObjectDeps extends Omit<ClaimDeps, 'endLoad'>, LoadRowsDeps {
  readonly deadLetters: DeadLetters
  readonly rejects: Rejects
  readonly datasets: readonly Dataset[]
  readonly clock: Clock
  readonly log: Log
}

/**
 * Loads one object version: its rows are in the dataset's table or in its reject file, and the ledger says so.
 * May be called for the same version any number of times, anywhere at once. Throws on a bug, and on `dependency.denied`
 * where even the ledger cannot be written: the lease is given up first.
 */
export function createLoadObject(deps: LoadObjectDeps): LoadObject {
  const { datasets } = deps
  const endLoad = createEndLoad(deps)
  const claimLoad = createClaimLoad({ ...deps, endLoad })
  const loadRows = createLoadRows(deps)
  const { ignore, waitForHour } = createSetAside(deps)

  return async function loadObject(object, options) {
    const log = deps.log.with({ object: objectName(object), versionId: object.versionId })
    const dataset = matchDataset(datasets, object.key)
    try {
      if (isFolderMarker(object.key)) return await ignored(object, 'ignored.folder-marker', log)
      if (!dataset) return await ignored(object, 'ignored.no-dataset', log)
      if (dataset.when === 'hourly' && !options.hourHasCome)
        return toldOutcome(log, await waitForHour(object, dataset, options.messageAttempt))

      if (options.signal.aborted) return toldOutcome(log, { kind: 'handed-back' })
      const claim = await claimLoad({ object, dataset, ...options })
      if (claim.kind === 'ended') return toldOutcome(log, claim.outcome)
      return await work(claim.attempt, claim.lease, dataset, options.signal, log)
    } catch (error) {
      return toldOutcome(log, notNow(error))
    }
  }

  async function ignored(object: ObjectVersion, code: IgnoredCode, log: Log): Promise<LoadOutcome> {
    return toldOutcome(log.with({ reason: IGNORED[code] }), await ignore(object, code))
  }

  async function work(
    attempt: Attempt,
    lease: HeldLease,
    dataset: Dataset,
    signal: AbortSignal,
    log: Log,
  ): Promise<LoadOutcome> {
    const { object, number } = attempt
    const ownLog = log.with({ dataset: dataset.name, attempt: number, subject: objectName(object) })
    ownLog.info('The load begins', { launch: attempt.launch, sizeBytes: object.sizeBytes })
    const place = rejectsPlace(dataset.name, object)
    const collector = createRejectCollector({
      rejects: deps.rejects,
      place,
      attempt: number,
      subject: objectName(object),
    })
    try {
      const rows = await loadRows({ object, dataset, lease, collector, signal, log: ownLog })
      return await settle(attempt, endingOf(rows), ownLog, rows.pace)
    } catch (error) {
      return await stopped(attempt, error, signal, ownLog)
    } finally {
      await lease.release()
      await clean(collector, ownLog)
    }
  }

  async function settle(attempt: Attempt, ending: Ending, log: Log, pace?: Pace): Promise<LoadOutcome> {
    if (!(await endLoad.settle(attempt, ending))) throw lostTo(attempt)
    tellEnd(log, ending, pace)
    const { status, error } = ending
    return { kind: 'settled', status, ...(error ? { error } : {}) }
  }

  /** What an attempt leaves behind that did not come to the end of its file. */
  async function stopped(
    attempt: Attempt,
    error: unknown,
    signal: AbortSignal,
    log: Log,
  ): Promise<LoadOutcome> {
    if (error instanceof ObjectGoneError) return settle(attempt, { status: 'gone' }, log)
    if (signal.aborted) {
      const handedBack = await endLoad.handBack(attempt)
      log.info('The load is handed back', { handedBack })
      return { kind: 'handed-back' }
    }
    if (!(error instanceof StevedoreError)) throw error
    if (ERRORS[error.code] === 'person') return settle(attempt, { status: 'failed', error }, log)
    await endLoad.handBack(attempt)
    throw error
  }
}

function endingOf({ counts, rejectsKey, error }: LoadedRows): Ending {
  return {
    status: error ? 'rejected' : 'loaded',
    counts,
    ...(rejectsKey === undefined ? {} : { rejectsKey }),
    ...(error ? { error } : {}),
  }
}

/** The attempt is over, and its parts carry its number: what cannot be removed is only in the way. */
async function clean(collector: RejectCollector, log: Log): Promise<void> {
  await collector.clean().catch((error: unknown) => {
    log.warn('Parts of the reject file could not be removed: they stay until the bucket expires them', {
      error,
    })
  })
}

function lostTo({ object, number }: Attempt): StevedoreError {
  return new StevedoreError(
    'lease.lost',
    `Attempt ${number} of ${objectName(object)} is over: another attempt has taken its place in the ledger`,
  )
}

function notNow(error: unknown): LoadOutcome {
  if (!(error instanceof StevedoreError) || ERRORS[error.code] !== 'later') throw error
  return { kind: 'not-now', error, retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS }
}
