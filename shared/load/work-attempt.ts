import type { Dataset } from '../dataset/dataset.ts'
import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import { type Checkpoint, resumePoint } from './checkpoint.ts'
import type { Claim } from './claim-load.ts'
import { createRejectCollector, type RejectCollector, type Rejects } from './collect-rejects.ts'
import { type Attempt, type createEndLoad, type Ending, loadId, lostTo } from './end-load.ts'
import { ObjectGoneError } from './fetch-range.ts'
import type { Ledger } from './ledger.ts'
import { createLoadRows, type LoadedRows, type LoadRowsDeps } from './load-rows.ts'
import { objectName } from './object-version.ts'
import type { LoadOutcome } from './outcome.ts'
import { rejectsPlace } from './rejects-key.ts'
import type { Pace } from './report-progress.ts'
import type { TellEnd } from './tell-outcome.ts'

export interface WorkAttemptDeps extends LoadRowsDeps {
  readonly ledger: Ledger
  readonly rejects: Rejects
  readonly endLoad: ReturnType<typeof createEndLoad>
  readonly tellEnd: TellEnd
  readonly clock: Clock
}

export interface WorkRequest {
  readonly claim: Extract<Claim, { kind: 'claimed' }>
  readonly dataset: Dataset
  readonly datasetsHash: string
  readonly signal: AbortSignal
  readonly log: Log
}

/** Brings a claimed attempt to its end, whichever it is, and gives the lease up. Throws on what is not the load's own. */
export function createWorkAttempt(deps: WorkAttemptDeps) {
  const { ledger, rejects, endLoad, tellEnd, clock, limits } = deps
  const loadRows = createLoadRows(deps)

  return async function workAttempt(request: WorkRequest): Promise<LoadOutcome> {
    const { claim, dataset, log } = request
    const { attempt, lease } = claim
    const { object, number } = attempt
    let collector: RejectCollector | undefined
    let outcome: LoadOutcome | undefined
    try {
      const checkpoint = await findCheckpoint(request)
      tellBegin(attempt, checkpoint, log)
      collector = createRejectCollector({
        ...{ rejects, limits, attempt: number, subject: objectName(object) },
        place: rejectsPlace(dataset.name, object),
        parts: checkpoint?.parts ?? [],
      })
      const rows = await loadRows({ ...request, attempt, lease, checkpoint, collector })
      outcome = await settle(request, endingOf(rows), rows.pace)
    } catch (error) {
      outcome = await stopped(request, error)
    } finally {
      await lease.release()
    }
    if (collector && outcome.kind === 'settled') await clean(collector, log)
    return outcome
  }

  async function findCheckpoint({ claim, datasetsHash, log }: WorkRequest): Promise<Checkpoint | undefined> {
    if (!claim.goesOn) return undefined
    const { checkpoint } = (await ledger.read(loadId(claim.attempt.object))) ?? {}
    const found = resumePoint(checkpoint, datasetsHash, clock.now())
    if (checkpoint && !found)
      log.warn(
        'The load begins anew: its checkpoint is of other datasets, too old, or of a release that this one cannot read',
      )
    return found
  }

  async function settle(request: WorkRequest, ending: Ending, pace?: Pace): Promise<LoadOutcome> {
    const { claim, dataset, log } = request
    if (!(await endLoad.settle(claim.attempt, ending))) throw lostTo(claim.attempt)
    tellEnd(log, ending, { dataset: dataset.name, ...(pace ? { pace } : {}) })
    const { status, error } = ending
    return { kind: 'settled', status, ...(error ? { error } : {}) }
  }

  /** What an attempt leaves behind that did not come to the end of its file. */
  async function stopped(request: WorkRequest, error: unknown): Promise<LoadOutcome> {
    const { claim, signal, log } = request
    const { attempt } = claim
    if (error instanceof ObjectGoneError) return settle(request, { status: 'gone' })
    if (signal.aborted) {
      const handedBack = await endLoad.handBack(attempt)
      log.info('The load is handed back', { handedBack })
      return { kind: 'handed-back' }
    }
    if (!(error instanceof StevedoreError)) throw error
    if (ERRORS[error.code] === 'person') return settle(request, { status: 'failed', error })
    await endLoad.handBack(attempt)
    throw error
  }
}

function tellBegin({ object, launch }: Attempt, checkpoint: Checkpoint | undefined, log: Log): void {
  const about = { launch, sizeBytes: object.sizeBytes }
  if (!checkpoint) {
    log.info('The load begins', about)
    return
  }
  const { records, line, byteOffset } = checkpoint.position
  log.info(`The load goes on from record ${records + 1}`, { ...about, line, byteOffset })
}

function endingOf({ counts, rejectsKey, error }: LoadedRows): Ending {
  return {
    status: error ? 'rejected' : 'loaded',
    counts,
    ...(rejectsKey === undefined ? {} : { rejectsKey }),
    ...(error ? { error } : {}),
  }
}

/** The file is joined, or there will be none: parts that cannot be removed are only in the way. */
async function clean(collector: RejectCollector, log: Log): Promise<void> {
  await collector.clean().catch((error: unknown) => {
    log.warn('Parts of the reject file could not be removed: they stay until the bucket expires them', {
      error,
    })
  })
}
