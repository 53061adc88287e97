import type { TableKeys } from '../dataset/table-keys.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { EncodedRow } from '../row/encoded-row.ts'
import type { RowWrite } from './compile-write.ts'
import { createHashSet } from './hash-set.ts'
import { createHeldRows } from './held-rows.ts'
import { ROWS_BYTES_ENOUGH } from './limits.ts'
import { createPushBackLog } from './push-back-log.ts'
import { appendRow, findRow, fits, isLarge, removeRow } from './request-slot.ts'
import { createRowSender, type Verdict } from './row-sender.ts'
import type { SpareSlots } from './spare-slots.ts'
import type { Tables } from './tables.ts'
import { createWriteRules } from './write-rules.ts'

export interface WriteCounts {
  readonly rowsWritten: number
  readonly rowsDuplicate: number
}

/** Writes rows as if one after another, whatever is in flight, throttled or lost on the way. */
export interface RowWriter {
  /**
   * Takes the row; its bytes are copied. Undefined where there is room, otherwise resolves when there is: the caller
   * waits before it adds more, and looks at `wantsCheckpoint`. Throws what stopped the sending.
   */
  add(row: EncodedRow): Promise<void> | undefined
  /** Resolves when nothing that was added is unsent, held or in flight, with the counts of all. Throws what stopped the sending. */
  drain(): Promise<WriteCounts>
  /** Whether the writer remembers as many rows as it can: drain it, write a checkpoint, and say so. */
  readonly wantsCheckpoint: boolean
  /** Forgets what it remembers of the rows before. To be called when a checkpoint is durable, with nothing added since the drain. */
  checkpointed(): void
  /** Resolves when nothing is in flight that can still arrive; what was not sent is dropped. Never throws. */
  quiesce(): Promise<void>
}

export interface RowWriterDeps {
  readonly tables: Tables
  readonly table: TableKeys & { readonly name: string }
  readonly write: RowWrite
  readonly spareSlots: SpareSlots
  /** Of the object: by it a load knows its own rows again. */
  readonly versionId: string
  /**
   * Whether a conditional write replaces the row that this load made of the same record before: after a change of the
   * dataset, or of the code, it may be another row.
   */
  readonly replacesOwn?: boolean
  /** Throws when the right to write is gone. Called right before every request. */
  readonly check: () => void
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  readonly log: Log
  /** The object's name, for fault points. */
  readonly subject: string
}

/**
 * Of the rows with one hash of the key a single one is out: in the open slot, in flight, or waiting to be sent again.
 * The others are held until it has landed. So rows of one key are written in the order of the file.
 */
export function createRowWriter(deps: RowWriterDeps): RowWriter {
  const { table, signal } = deps
  const rules = createWriteRules(deps)
  const { format } = rules
  const over = new AbortController()
  const sender = createRowSender({
    ...deps,
    tableName: table.name,
    keyAttributes: [table.partition.attribute, ...(table.sort ? [table.sort.attribute] : [])],
    format,
    judge: rules.judge,
    tellPushBack: createPushBackLog(deps),
    over: over.signal,
    landed,
    fail,
    turn: pump,
  })
  const out = createHashSet()
  const held = createHeldRows()
  /** Hashes whose next held row may go, now that the one before it has landed. */
  const freed: number[] = []
  let open = sender.takeSlot()
  let rowsWritten = 0
  let rowsDuplicate = 0
  let drains = 0
  let failure: { readonly error: unknown } | undefined
  let nextTurn: PromiseWithResolvers<void> | undefined

  if (signal.aborted) fail(signal.reason)
  else signal.addEventListener('abort', () => fail(signal.reason), { once: true })

  return {
    add: (row) => {
      throwFailure()
      rules.added(row)
      if (!out.add(row.keyHash)) follow(row)
      else if (fits(open, format, row)) {
        appendRow(open, format, row)
        // It took no memory but the slot's, and the slot has room.
        if (!isFull()) return undefined
      } else place(row)
      if (hasRoom(row.keyHash)) return undefined
      pump()
      return !failure && hasRoom(row.keyHash) ? undefined : roomFor(row.keyHash)
    },
    drain: async () => {
      drains++
      pump()
      while (!failure && !(isEmpty() && sender.isIdle)) await turn()
      drains--
      throwFailure()
      return { rowsWritten, rowsDuplicate }
    },
    get wantsCheckpoint() {
      return rules.wantsCheckpoint
    },
    checkpointed: rules.checkpointed,
    quiesce: async () => {
      fail(new Error('The writer was stopped'))
      held.clear()
      await sender.quiet()
    },
  }

  /** A row whose hash is not out otherwise. */
  function place(row: EncodedRow): void {
    if (!hasPlaceFor(row) && sender.hasPlace) sendOpen()
    if (hasPlaceFor(row)) putInto(row)
    else {
      held.add(row)
      freed.push(row.keyHash)
    }
  }

  /** A row of a key, or of a hash, that is out. */
  function follow(row: EncodedRow): void {
    const found = rules.replaces ? findRow(open, row) : -1
    if (found >= 0) {
      removeRow(open, found)
      rowsWritten++
      place(row)
    } else if (!rules.replaces) held.add(row)
    else if (held.replace(row)) rowsWritten++
  }

  function hasPlaceFor(row: EncodedRow): boolean {
    return open.rows === 0 || fits(open, format, row)
  }

  function putInto(row: EncodedRow): void {
    // Only an empty slot can be too small here.
    if (!fits(open, format, row)) {
      sender.takeBack(open)
      open = sender.takeSlot(format.fragmentBytesMax(row) + 1)
    }
    appendRow(open, format, row)
  }

  function sendOpen(): void {
    const full = open
    open = sender.takeSlot()
    sender.send(full)
  }

  /** Does all that can be done now. */
  function pump(): void {
    if (!failure) {
      sender.resend()
      takeFreed()
      while (open.rows > 0 && sender.hasPlace && (isFull() || freed.length > 0 || isFlushing())) {
        sendOpen()
        takeFreed()
      }
    }
    nextTurn?.resolve()
    nextTurn = undefined
  }

  function takeFreed(): void {
    for (let hash = freed[0]; hash !== undefined; hash = freed[0]) {
      const row = held.first(hash)
      if (!row) throw new Error('A key was freed for a row that is not there')
      if (!hasPlaceFor(row)) return
      putInto(row)
      held.takeFirst(hash)
      freed.shift()
    }
  }

  function landed(hash: number, record: number, verdict: Verdict): void {
    if (verdict === 'written') rowsWritten++
    else rowsDuplicate++
    rules.landed(hash, record, verdict)
    if (held.size > 0 && held.has(hash)) freed.push(hash)
    else out.delete(hash)
  }

  function isFull(): boolean {
    return open.rows === format.rowsMax || isLarge(open)
  }

  function isEmpty(): boolean {
    return open.rows === 0 && held.size === 0
  }

  /** Whether a request goes out that is not full: when all must go, or when what waits for it takes the memory. */
  function isFlushing(): boolean {
    return drains > 0 || !hasMemory()
  }

  function hasMemory(): boolean {
    return held.bytes + sender.bytes < ROWS_BYTES_ENOUGH
  }

  function hasRoom(hash: number): boolean {
    return !isFull() && freed.length === 0 && hasMemory() && !rules.isCrowded(hash)
  }

  async function roomFor(hash: number): Promise<void> {
    while (!failure && !hasRoom(hash)) await turn()
    throwFailure()
  }

  function turn(): Promise<void> {
    nextTurn ??= Promise.withResolvers()
    return nextTurn.promise
  }

  function fail(error: unknown): void {
    failure ??= { error }
    over.abort(failure.error)
    nextTurn?.resolve()
    nextTurn = undefined
  }

  function throwFailure(): void {
    if (failure) throw failure.error
  }
}
