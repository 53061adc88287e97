import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../platform/clock.ts'
import type { RowReader } from '../row/row-reader.ts'
import type { RowWriter } from '../write/create-row-writer.ts'
import type { RejectCollector } from './collect-rejects.ts'
import type { LoadLimits } from './limits.ts'
import { isOverLimit, type RejectCounts, type RejectLimit } from './reject-limit.ts'

/** A refused record takes the slow path through its checks. */
const REJECT_WORK_BYTES = 8 * 1024

/** What the records taken so far came to; it moves on with each of them. */
export type TakenRows = { -readonly [Name in keyof RejectCounts]: RejectCounts[Name] }

/**
 * Brings each record of the text to the writer or to the rejects. Ends with the text, or where the rejects are over
 * their limit. When it throws, `taken` counts exactly what writer and collector were given.
 */
export async function takeRows(options: {
  readonly pieces: AsyncIterable<Buffer>
  readonly reader: RowReader
  readonly writer: RowWriter
  readonly collector: RejectCollector
  readonly taken: TakenRows
  readonly rejectLimit: RejectLimit
  /** Called between two records, now and then. */
  readonly look: (now: number) => Promise<void> | undefined
  readonly clock: Clock
  readonly limits: LoadLimits
  readonly signal: AbortSignal
}): Promise<void> {
  const { pieces, reader, writer, collector, taken, rejectLimit, look, clock, limits, signal } = options
  const { row } = reader
  let workBytes = 0
  let pausedAt = clock.monotonic()

  for await (const piece of pieces) {
    reader.push(piece)
    if ((await takeRecords()) === 'over-limit') return
  }
  reader.end()
  await takeRecords()

  async function takeRecords(): Promise<'all' | 'over-limit'> {
    for (;;) {
      switch (reader.next()) {
        case 'row': {
          taken.rowsRead = row.record
          workBytes += row.end - row.start
          const room = writer.add(row)
          if (room) {
            await room
            signal.throwIfAborted()
          }
          break
        }
        case 'reject':
          taken.rowsRead = reader.reject.record
          taken.rowsRejected++
          workBytes += REJECT_WORK_BYTES
          collector.add(reader.reject)
          if (isOverLimit(rejectLimit, taken, false)) return 'over-limit'
          break
        case 'more':
        case 'end':
          return 'all'
      }
      if (workBytes >= limits.lookEveryBytes || writer.wantsCheckpoint || collector.isFull) await pause()
    }
  }

  async function pause(): Promise<void> {
    workBytes = 0
    signal.throwIfAborted()
    const now = clock.monotonic()
    const busy = look(now)
    if (busy) await busy
    else if (now - pausedAt >= limits.stretchMs) await nextTurn()
    else return
    pausedAt = clock.monotonic()
  }
}
