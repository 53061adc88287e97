import type { Clock } from '../platform/clock.ts'
import type { AcceptedRow } from '../row/row.ts'
import { createFlowLimit } from './flow-limit.ts'
import { type SendRowsDeps, sendRows } from './send-rows.ts'

/** BatchWriteItem takes no more items: API reference, BatchWriteItem. */
const BATCH_ROWS_MAX = 25
/** BatchWriteItem takes 16 MB of JSON, in which an item of short values has up to nine times its bytes. */
const BATCH_BYTES_MAX = 1.5 * 1024 * 1024
/** Rows unsent, in flight, or waiting for their key's earlier row. With more the reading waits: a small task loads four files at once. */
const BYTES_IN_HAND_MAX = 16 * 1024 * 1024

export interface RowWriter {
  /** Resolves when there is room for more; the rows are then on their way. Throws what stopped the sending. */
  add(rows: readonly AcceptedRow[]): Promise<void>
  /** Resolves when every row that was added is in the table, or a later one of its key. Answers how many these were. */
  drain(): Promise<number>
  /** Resolves when nothing is in flight; what was not sent is dropped. Never throws. */
  quiesce(): Promise<void>
}

/**
 * Writes rows as if one after another: of the rows of one key the last one stays. A row replaces an unsent one of its
 * key, and waits while one of its key is in flight.
 */
export function createRowWriter(deps: SendRowsDeps & { readonly clock: Clock }): RowWriter {
  const flow = createFlowLimit()
  const unsent = new Map<string, AcceptedRow>()
  const inFlight = new Set<string>()
  const held = new Map<string, AcceptedRow>()
  let unsentBytes = 0
  let bytesInHand = 0
  let done = 0
  let requests = 0
  let failure: { readonly error: unknown } | undefined
  let laneEnds = Promise.withResolvers<void>()

  return {
    add: async (rows) => {
      for (const row of rows) {
        bytesInHand += row.sizeBytes
        place(row)
        while (
          unsent.size >= BATCH_ROWS_MAX ||
          unsentBytes >= BATCH_BYTES_MAX ||
          bytesInHand >= BYTES_IN_HAND_MAX
        ) {
          await makeRoom()
        }
      }
    },
    drain: async () => {
      while (unsent.size + requests > 0) await makeRoom()
      throwFailure()
      return done
    },
    quiesce: async () => {
      failure ??= { error: new Error('The writer was stopped') }
      while (requests > 0) await laneEnds.promise
    },
  }

  function place(row: AcceptedRow): void {
    const waits = inFlight.has(row.key) ? held : unsent
    const replaced = waits.get(row.key)
    if (replaced) letGo(replaced)
    if (waits === unsent) unsentBytes += row.sizeBytes - (replaced?.sizeBytes ?? 0)
    waits.set(row.key, row)
  }

  async function makeRoom(): Promise<void> {
    throwFailure()
    if (unsent.size > 0 && requests < flow.current) void send(takeBatch())
    else await laneEnds.promise
    throwFailure()
  }

  function takeBatch(): AcceptedRow[] {
    const batch: AcceptedRow[] = []
    let bytes = 0
    for (const [key, row] of unsent) {
      if (batch.length > 0 && (batch.length === BATCH_ROWS_MAX || bytes + row.sizeBytes > BATCH_BYTES_MAX))
        break
      batch.push(row)
      bytes += row.sizeBytes
      unsent.delete(key)
      inFlight.add(key)
    }
    unsentBytes -= bytes
    return batch
  }

  async function send(batch: readonly AcceptedRow[]): Promise<void> {
    requests++
    try {
      await sendRows(deps, flow, batch, land)
    } catch (error) {
      failure ??= { error }
    }
    requests--
    const { resolve } = laneEnds
    laneEnds = Promise.withResolvers()
    resolve()
  }

  function land(row: AcceptedRow): void {
    letGo(row)
    inFlight.delete(row.key)
    const next = held.get(row.key)
    if (next && held.delete(row.key)) place(next)
  }

  function letGo(row: AcceptedRow): void {
    done++
    bytesInHand -= row.sizeBytes
  }

  function throwFailure(): void {
    if (failure) throw failure.error
  }
}
