import type { Dataset } from '../dataset/dataset.ts'
import { tableKeys } from '../dataset/table-keys.ts'
import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import type { readRows } from '../row/read-rows.ts'
import type { Row } from '../row/row.ts'
import type { RejectCollector } from './collect-rejects.ts'
import type { HeldLease } from './hold-lease.ts'
import { type ObjectVersion, objectName } from './object-version.ts'
import { type Objects, readObject } from './read-object.ts'
import { isOverLimit, overLimit } from './reject-limit.ts'
import { createReport, type Pace } from './report-progress.ts'
import type { Tables } from './send-rows.ts'
import { createRowWriter } from './write-rows.ts'

export interface LoadRowsDeps {
  readonly objects: Objects
  readonly tables: Tables
  readonly readRows: typeof readRows
  readonly tableName: (dataset: string) => string
  readonly clock: Clock
  readonly random: () => number
}

export interface LoadRowsRequest {
  readonly object: ObjectVersion
  readonly dataset: Dataset
  readonly lease: HeldLease
  readonly collector: RejectCollector
  readonly signal: AbortSignal
  readonly log: Log
}

export interface Counts {
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly rowsRejected: number
  readonly rowsDuplicate: number
  /** Of the object, as they came from S3. */
  readonly bytes: number
}

/** A file whose rows are all in the table or in the reject file; with an error of the class `data` it is refused. */
export interface LoadedRows {
  readonly counts: Counts
  readonly pace: Pace
  readonly rejectsKey: string | undefined
  readonly error: StevedoreError | undefined
}

/**
 * Reads the object from its first byte and writes its rows. Throws what kept it from the end, with nothing in flight:
 * ObjectGoneError, a StevedoreError of class `later` or `person`, the signal's reason, or a bug.
 */
export function createLoadRows(deps: LoadRowsDeps) {
  const { objects, tables, tableName, clock, random } = deps

  return async function loadRows(request: LoadRowsRequest): Promise<LoadedRows> {
    const { object, dataset, lease, collector, log } = request
    // Lets go of the object and of rows that wait, also where the fault is our own.
    const over = new AbortController()
    const signal = AbortSignal.any([request.signal, lease.signal, over.signal])
    const keys = tableKeys(dataset)
    const keyAttributes = [keys.partition.attribute, ...(keys.sort ? [keys.sort.attribute] : [])]
    const table = { name: tableName(dataset.name), keyAttributes }
    const writer = createRowWriter({ tables, table, check: lease.check, clock, random, signal, log })
    const read = { rowsRead: 0, rowsRejected: 0, bytes: 0 }
    const report = createReport(clock, log, read)
    try {
      const bytes = counted(readObject({ objects, object, clock, signal }), read)
      const fault = await takeRows(deps.readRows({ dataset, bytes, object: objectName(object) }))
      const rowsWritten = await writer.drain()
      const counts: Counts = { ...read, rowsWritten, rowsDuplicate: 0 }
      refuseMismatch(object, counts)
      lease.check()
      const rejectsKey = await collector.finish(fault)
      const error = fault ?? limitFault(counts)
      return { counts, pace: report.pace(), rejectsKey, error }
    } catch (error) {
      // What is aborted fails in its own words; the signal's reason is why.
      const why = signal.aborted ? signal.reason : error
      over.abort(why)
      await writer.quiesce()
      throw why
    }

    /** Until the end, or until the file is refused. Then it answers why. */
    async function takeRows(batches: AsyncIterable<readonly Row[]>): Promise<StevedoreError | undefined> {
      try {
        for await (const batch of batches) {
          signal.throwIfAborted()
          for (const row of batch) if (row.kind === 'rejected') collector.add(row.reject)
          if (collector.isFull) await collector.store()
          await writer.add(batch.filter((row) => row.kind === 'accepted'))
          read.rowsRead = batch.at(-1)?.record ?? read.rowsRead
          read.rowsRejected += batch.filter(({ kind }) => kind === 'rejected').length
          report.everyNowAndThen()
          if (isOverLimit(dataset.rejectLimit, read, false)) break
        }
      } catch (error) {
        if (error instanceof StevedoreError && ERRORS[error.code] === 'data') return error
        throw error
      }
      return undefined
    }

    function limitFault(counts: Counts): StevedoreError | undefined {
      const { rejectLimit } = dataset
      return isOverLimit(rejectLimit, counts, true)
        ? overLimit(rejectLimit, counts, counts.rowsWritten)
        : undefined
    }
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  read: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    read.bytes += chunk.length
    yield chunk
  }
}

/** The record's number and the writer's own count meet here: a row that got lost between them stops the load. */
function refuseMismatch(object: ObjectVersion, counts: Counts): void {
  const { rowsRead, rowsWritten, rowsRejected, rowsDuplicate } = counts
  if (rowsRead === rowsWritten + rowsRejected + rowsDuplicate) return
  throw new StevedoreError(
    'counts.mismatch',
    `${objectName(object)} is not settled: ${rowsRead} records read are not ${rowsWritten} written + ${rowsRejected} refused + ${rowsDuplicate} duplicate. This is a bug: please report it`,
  )
}
