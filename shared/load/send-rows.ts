import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import type { AcceptedRow, Item } from '../row/row.ts'
import type { FlowLimit } from './flow-limit.ts'
import { ROW_REQUEST_TIMEOUT_MS } from './limits.ts'

export interface Table {
  readonly name: string
  readonly keyAttributes: readonly string[]
}

/** What became of one row request. */
export type RowsAnswer =
  /** All but the items at these places are in the table. */
  | { readonly kind: 'answered'; readonly unwritten: readonly number[] }
  /** Refused for now, as a whole. */
  | { readonly kind: 'throttled'; readonly error: unknown }
  /** It may have happened, may not, or may yet happen until its timeout is over. */
  | { readonly kind: 'no-answer'; readonly error: unknown }

export interface Tables {
  /** Sends the items, of different keys, in one request and once. Throws `dependency.denied` where it can never work. */
  write(table: Table, items: readonly Item[]): Promise<RowsAnswer>
}

export interface SendRowsDeps {
  readonly tables: Tables
  readonly table: Table
  /** Throws when the right to write is gone. */
  readonly check: () => void
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  readonly log: Log
}

/** How long a batch may make no progress before the load is handed back. */
const PATIENCE_MS = 120_000
const BACKOFF_FIRST_MS = 50
const BACKOFF_MAX_MS = 5_000

/** Sends one batch until all of its rows are written. `land` is called for each row once it is surely in the table. */
export async function sendRows(
  { tables, table, check, clock, random, signal, log }: SendRowsDeps,
  flow: FlowLimit,
  batch: readonly AcceptedRow[],
  land: (row: AcceptedRow) => void,
): Promise<void> {
  let left = batch
  let progressAt = clock.monotonic()
  for (let barren = 0; ; barren++) {
    signal.throwIfAborted()
    check()
    const sentAt = clock.monotonic()
    const answer = await tables.write(
      table,
      left.map(({ item }) => item),
    )
    const unwritten = answer.kind === 'answered' ? answer.unwritten.map((place) => rowAt(left, place)) : left
    if (unwritten.length === 0) flow.wentWell()
    else flow.wasThrottled()
    if (unwritten.length < left.length) {
      const again = new Set(unwritten)
      for (const row of left) if (!again.has(row)) land(row)
      barren = 0
      progressAt = clock.monotonic()
    }
    if (unwritten.length === 0) return
    left = unwritten
    if (answer.kind === 'no-answer') {
      log.warn('A row request got no answer: it is sent again when it can no longer arrive', {
        error: answer.error,
      })
      // Not cut short by the signal: nothing may overtake what may still arrive.
      await clock.sleep(sentAt + ROW_REQUEST_TIMEOUT_MS - clock.monotonic())
    }
    if (clock.monotonic() - progressAt > PATIENCE_MS) throw outOfPatience(table, answer)
    await clock.sleep(backoff(barren, random), signal)
  }
}

function rowAt(rows: readonly AcceptedRow[], place: number): AcceptedRow {
  const row = rows[place]
  if (!row) throw new RangeError(`Item ${place} was answered, of ${rows.length} that were sent`)
  return row
}

/** Full jitter, so that the lanes of many workers do not come back together. */
function backoff(barren: number, random: () => number): number {
  return random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** barren)
}

function outOfPatience(table: Table, answer: RowsAnswer): StevedoreError {
  const cause = answer.kind === 'answered' ? undefined : answer.error
  return new StevedoreError(
    'dependency.unavailable',
    `Table ${table.name} took no row for ${PATIENCE_MS / 1000} s (${answer.kind}): the load is handed back and goes on later. Look at the table's write capacity`,
    { cause },
  )
}
