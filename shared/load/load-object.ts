import type { Dataset } from '../dataset/dataset.ts'
import { datasetsHash } from '../dataset/datasets-hash.ts'
import { isFolderMarker } from '../dataset/is-folder-marker.ts'
import { matchDataset } from '../dataset/match-dataset.ts'
import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import { type ClaimDeps, createClaimLoad } from './claim-load.ts'
import type { DeadLetters } from './dead-letter.ts'
import { createEndLoad } from './end-load.ts'
import { UNAVAILABLE_RETRY_SECONDS } from './limits.ts'
import { type ObjectVersion, objectName } from './object-version.ts'
import type { LoadOutcome } from './outcome.ts'
import { createSetAside, IGNORED, type IgnoredCode } from './set-aside.ts'
import { createTellEnd, toldOutcome } from './tell-outcome.ts'
import { createWorkAttempt, type WorkAttemptDeps } from './work-attempt.ts'

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

export interface LoadObjectDeps
  extends Omit<ClaimDeps, 'endLoad'>,
    Omit<WorkAttemptDeps, 'endLoad' | 'tellEnd'> {
  /** Of the figures that CloudWatch makes metrics of. */
  readonly stackName: string
  readonly deadLetters: DeadLetters
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
  const tellEnd = createTellEnd(deps)
  const workAttempt = createWorkAttempt({ ...deps, endLoad, tellEnd })
  const hash = datasetsHash(datasets)
  const { ignore, waitForHour } = createSetAside(deps)

  return async function loadObject(object, options) {
    let log = deps.log.with({ object: objectName(object), versionId: object.versionId })
    const dataset = matchDataset(datasets, object.key)
    try {
      if (isFolderMarker(object.key)) return await ignored(object, 'ignored.folder-marker', log)
      if (!dataset) return await ignored(object, 'ignored.no-dataset', log)
      if (dataset.when === 'hourly' && !options.hourHasCome)
        return told(log, await waitForHour(object, dataset, options.messageAttempt))

      if (options.signal.aborted) return told(log, { kind: 'handed-back' })
      const claim = await claimLoad({ object, dataset, ...options })
      if (claim.kind === 'ended') return told(log, claim.outcome)
      log = log.with({ dataset: dataset.name, attempt: claim.attempt.number })
      return await workAttempt({ claim, dataset, datasetsHash: hash, signal: options.signal, log })
    } catch (error) {
      return told(log, notNow(error, log))
    }
  }

  function told(log: Log, outcome: LoadOutcome): LoadOutcome {
    return toldOutcome(log, outcome, tellEnd)
  }

  async function ignored(object: ObjectVersion, code: IgnoredCode, log: Log): Promise<LoadOutcome> {
    return told(log.with({ reason: IGNORED[code] }), await ignore(object, code))
  }
}

/** Whoever catches what is thrown knows no more than its own message. */
function notNow(error: unknown, log: Log): LoadOutcome {
  if (!(error instanceof StevedoreError) || ERRORS[error.code] !== 'later') {
    log.error('The load is interrupted by a fault', { error })
    throw error
  }
  return { kind: 'not-now', error, retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS }
}
