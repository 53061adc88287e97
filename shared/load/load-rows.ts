import type { Dataset } from '../dataset/dataset.ts'
import { tableKeys } from '../dataset/table-keys.ts'
import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import { OVER } from '../platform/over.ts'
import type { createRowReader } from '../row/create-row-reader.ts'
import { compileWrite } from '../write/compile-write.ts'
import { createRowWriter } from '../write/create-row-writer.ts'
import { createSpareSlots } from '../write/spare-slots.ts'
import type { Tables } from '../write/tables.ts'
import type { Checkpoint, RowCounts } from './checkpoint.ts'
import type { RejectCollector } from './collect-rejects.ts'
import type { Attempt } from './end-load.ts'
import type { ObjectRanges } from './fetch-range.ts'
import type { HeldLease } from './hold-lease.ts'
import { createCheckpoints } from './keep-checkpoints.ts'
import type { Ledger } from './ledger.ts'
import type { LoadLimits } from './limits.ts'
import { objectName } from './object-version.ts'
import { openLoadText } from './open-load-text.ts'
import { isOverLimit, overLimit } from './reject-limit.ts'
import { createReport, type Pace } from './report-progress.ts'
import { takeRows } from './take-rows.ts'

export interface LoadRowsDeps {
  readonly ranges: ObjectRanges
  readonly tables: Tables
  readonly ledger: Ledger
  readonly createRowReader: typeof createRowReader
  readonly tableName: (dataset: string) => string
  readonly clock: Clock
  readonly random: () => number
  readonly limits: LoadLimits
}

export interface LoadRowsRequest {
  readonly attempt: Attempt
  readonly dataset: Dataset
  readonly datasetsHash: string
  /** Where to go on. */
  readonly checkpoint: Checkpoint | undefined
  readonly lease: HeldLease
  readonly collector: RejectCollector
  readonly signal: AbortSignal
  readonly log: Log
}

/** A file whose rows are all in the table or in the reject file; with an error of the class `data` it is refused. */
export interface LoadedRows {
  /** `bytes` is the object's size. */
  readonly counts: RowCounts & { readonly bytes: number }
  readonly pace: Pace
  readonly rejectsKey: string | undefined
  readonly error: StevedoreError | undefined
}

/**
 * Reads the object from its first byte, or from where the checkpoint ends, and writes its rows. Throws what kept it from
 * the end, with nothing in flight: ObjectGoneError, a StevedoreError of class `later` or `person`, the signal's reason,
 * or a bug. Of what passes by itself it leaves a checkpoint behind, where one can be made.
 */
export function createLoadRows(deps: LoadRowsDeps) {
  const { ranges, tables, tableName, clock, random, limits } = deps
  const spareSlots = createSpareSlots()

  return async function loadRows(request: LoadRowsRequest): Promise<LoadedRows> {
    const { attempt, dataset, checkpoint, lease, collector, log } = request
    const { object } = attempt
    const subject = objectName(object)
    // Lets go of the object and of rows that wait, also where the fault is our own.
    const over = new AbortController()
    const writing = AbortSignal.any([lease.signal, over.signal])
    const reading = AbortSignal.any([request.signal, writing])
    request.signal.addEventListener('abort', stopSoon, { once: true, signal: over.signal })
    const writer = createRowWriter({
      ...{ tables, spareSlots, clock, random, log, subject },
      table: { ...tableKeys(dataset), name: tableName(dataset.name) },
      write: compileWrite(dataset),
      versionId: object.versionId,
      replacesOwn: attempt.number > 1,
      check: lease.check,
      signal: writing,
    })
    const taken = { rowsRead: checkpoint?.rowsRead ?? 0, rowsRejected: checkpoint?.rowsRejected ?? 0 }
    let save: (() => Promise<void>) | undefined
    try {
      const text = await openLoadText({ ranges, object, checkpoint, clock, signal: reading })
      const { uploadedAt, sizeBytes } = text
      const reader = deps.createRowReader({
        ...{ dataset, object: subject, uploadedAt, seed: Math.floor(random() * 2 ** 32) },
        ...(checkpoint ? { from: checkpoint.position } : {}),
      })
      const checkpoints = createCheckpoints({ ...deps, ...request, text, reader, writer, taken })
      const report = createReport({ clock, log, sizeBytes, taken, bytesDone: text.bytesDone })
      save = checkpoints.save
      const fault = await faultOf(
        takeRows({
          ...{ pieces: text.pieces, reader, writer, collector, taken, clock, limits, signal: reading },
          rejectLimit: dataset.rejectLimit,
          look: (now) => {
            report.everyNowAndThen(now)
            return checkpoints.isDue(now) ? checkpoints.save() : undefined
          },
        }),
      )
      save = undefined
      const counts = await checkpoints.settledCounts()
      lease.check()
      const rejectsKey = await collector.finish(fault)
      const error = fault ?? limitFault(dataset, counts)
      return { counts: { ...counts, bytes: sizeBytes }, pace: report.pace(), rejectsKey, error }
    } catch (error) {
      // What is aborted fails in its own words; the signal's reason is why.
      const why = reading.aborted ? reading.reason : error
      if (!writing.aborted && (request.signal.aborted || passes(why))) await trySave()
      over.abort(why)
      await writer.quiesce()
      throw why
    } finally {
      over.abort(OVER)
    }

    /** The rows on their way may end, so that the next attempt goes on behind them; but not for long. */
    function stopSoon(): void {
      const waited = clock.sleep(limits.drainMs, over.signal)
      waited.then(
        () => over.abort(request.signal.reason),
        () => undefined,
      )
    }

    async function trySave(): Promise<void> {
      await save?.().catch((error: unknown) => {
        log.warn('No checkpoint is left behind: the next attempt goes on from the one before', { error })
      })
    }
  }
}

/** Why the file as a whole is refused, where it is. */
async function faultOf(work: Promise<void>): Promise<StevedoreError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof StevedoreError && ERRORS[error.code] === 'data') return error
    throw error
  }
}

function limitFault({ rejectLimit }: Dataset, counts: RowCounts): StevedoreError | undefined {
  return isOverLimit(rejectLimit, counts, true)
    ? overLimit(rejectLimit, counts, counts.rowsWritten)
    : undefined
}

/** Whether the load goes on later, and by this attempt's checkpoint. */
function passes(error: unknown): boolean {
  if (!(error instanceof StevedoreError) || error.code === 'lease.lost') return false
  return ERRORS[error.code] === 'later'
}
