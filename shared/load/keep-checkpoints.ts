import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { RowReader } from '../row/row-reader.ts'
import type { RowWriter } from '../write/create-row-writer.ts'
import type { Checkpoint, RowCounts } from './checkpoint.ts'
import type { RejectCollector } from './collect-rejects.ts'
import { type Attempt, loadId, lostTo } from './end-load.ts'
import type { Ledger } from './ledger.ts'
import type { LoadLimits } from './limits.ts'
import { objectName } from './object-version.ts'
import type { TakenRows } from './take-rows.ts'

export interface Checkpoints {
  /** Whether the load is worth one now: it costs a pause of the sending and one write. */
  isDue(now: number): boolean
  /** Waits until all rows so far are in the table, and counts. Throws `counts.mismatch`. */
  settledCounts(): Promise<RowCounts>
  /** Writes a checkpoint behind the last record that was read. Throws `lease.lost` where another attempt has begun. */
  save(): Promise<void>
}

export function createCheckpoints(deps: {
  readonly ledger: Pick<Ledger, 'change'>
  readonly attempt: Attempt
  readonly datasetsHash: string
  readonly text: { readonly seekable: boolean; readonly etag: string }
  readonly checkpoint: Checkpoint | undefined
  readonly reader: RowReader
  readonly writer: RowWriter
  readonly collector: RejectCollector
  readonly taken: TakenRows
  readonly clock: Clock
  readonly limits: LoadLimits
}): Checkpoints {
  const {
    ledger,
    attempt,
    datasetsHash,
    text,
    checkpoint: from,
    reader,
    writer,
    collector,
    taken,
    clock,
    limits,
  } = deps
  const { object, number } = attempt
  const name = objectName(object)
  const startedAt = clock.monotonic()
  const beganAt = from ? from.beganAt : new Date(clock.now()).toISOString()
  let savedAt = startedAt
  let savedRows = taken.rowsRead

  return { isDue, settledCounts, save }

  function isDue(now: number): boolean {
    if (writer.wantsCheckpoint || collector.isFull) return true
    const pause = Math.min(
      limits.checkpointEveryMsMax,
      Math.max(limits.checkpointEveryMsMin, (now - startedAt) / 10),
    )
    return now - savedAt >= pause
  }

  async function settledCounts(): Promise<RowCounts> {
    const { rowsRead, rowsRejected } = taken
    const sent = await writer.drain()
    const counts = {
      rowsRead,
      rowsRejected,
      rowsWritten: (from?.rowsWritten ?? 0) + sent.rowsWritten,
      rowsDuplicate: (from?.rowsDuplicate ?? 0) + sent.rowsDuplicate,
    }
    refuseMismatch(name, counts)
    return counts
  }

  async function save(): Promise<void> {
    if (taken.rowsRead === savedRows) return
    const position = reader.position()
    const counts = await settledCounts()
    await collector.store()
    const { seekable, etag } = text
    const parts = [...collector.parts]
    const checkpoint = {
      ...{ attempt: number, datasetsHash, etag, seekable, position, ...counts, parts },
      ...(beganAt === undefined ? {} : { beganAt }),
    }
    const answer = await ledger.change(
      loadId(object),
      { kind: 'at', attempt: number, statuses: ['loading'] },
      { set: { checkpoint, fruitless: 0 } },
    )
    if (answer === 'refused') throw lostTo(attempt)
    faultPoint('checkpoint-written', name)
    writer.checkpointed()
    savedAt = clock.monotonic()
    savedRows = counts.rowsRead
  }
}

/** The record's number and the writer's own count meet here: a row that got lost between them stops the load. */
function refuseMismatch(name: string, counts: RowCounts): void {
  const { rowsRead, rowsWritten, rowsRejected, rowsDuplicate } = counts
  if (rowsRead === rowsWritten + rowsRejected + rowsDuplicate) return
  throw new StevedoreError(
    'counts.mismatch',
    `${name} is not settled: ${rowsRead} records read are not ${rowsWritten} written + ${rowsRejected} refused + ${rowsDuplicate} duplicate. This is a bug: please report it`,
  )
}
