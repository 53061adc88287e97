import { ROW_REQUEST_TIMEOUT_MS } from '../load/limits.ts'
import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { type FaultPoint, faultPoint } from '../platform/fault-point.ts'
import { OVER } from '../platform/over.ts'
import type { Item } from '../row/row.ts'
import { backoff } from './backoff.ts'
import { createFlowLimit } from './flow-limit.ts'
import { PATIENCE_MS } from './limits.ts'
import type { PushBackLog } from './push-back-log.ts'
import type { RequestFormat } from './request-format.ts'
import { appendFragment, closeBody, fragmentOf, isLarge, type RequestSlot } from './request-slot.ts'
import { createRetryQueue, type RetryRow, retryBytes } from './retry-queue.ts'
import { createSlotPool } from './slot-pool.ts'
import type { SpareSlots } from './spare-slots.ts'
import type { RowsAnswer, SendRows, Tables } from './tables.ts'
import { unwrittenRows } from './unwritten-rows.ts'

export type Verdict = 'written' | 'duplicate'

export interface RowSenderDeps {
  readonly tables: Tables
  readonly tableName: string
  readonly keyAttributes: readonly string[]
  readonly format: RequestFormat
  readonly spareSlots: SpareSlots
  /** What a refused row is, by the item that stands there. */
  readonly judge: (record: number, found: Item) => Verdict
  /** Throws when the right to write is gone. */
  readonly check: () => void
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly tellPushBack: PushBackLog
  /** Of fault points. */
  readonly subject: string
  /** Aborts when nothing more is to be sent. */
  readonly over: AbortSignal
  readonly landed: (hash: number, record: number, verdict: Verdict) => void
  readonly fail: (error: unknown) => void
  /** A request ended, or rows are due: look again what can be done. */
  readonly turn: () => void
}

/** Sends requests by the fast lane, and again by the slow one what did not go well there. */
export interface RowSender {
  /** Whether one more request may be in flight. */
  readonly hasPlace: boolean
  takeSlot(fragmentBytes?: number): RequestSlot
  /** A slot that was not used. */
  takeBack(slot: RequestSlot): void
  /** The slot is the sender's from now on. */
  send(slot: RequestSlot): void
  /** Sends what is due and finds a place. */
  resend(): void
  /** Whether nothing is in flight, nor waits to be sent again. */
  readonly isIdle: boolean
  /** In memory, beside the slots of the pool. */
  readonly bytes: number
  /** Resolves when nothing is in flight that can still arrive. Never throws. */
  quiet(): Promise<void>
}

export function createRowSender(deps: RowSenderDeps): RowSender {
  const { tables, format, clock, over, landed } = deps
  const flow = createFlowLimit()
  const retries = createRetryQueue()
  const slots = createSlotPool(format, deps.spareSlots)
  let inFlight = 0
  let retryBytesKept = 0
  /** Rows that the fast lane did not write and that are not written yet. */
  let unwritten = 0
  let progressAt = 0
  let lastSentAt = Number.NEGATIVE_INFINITY
  let ended: PromiseWithResolvers<void> | undefined
  let alarmAt = Number.POSITIVE_INFINITY

  return {
    get hasPlace() {
      return hasPlace()
    },
    // A row of its own size counts twice: it is copied into one more body when it must be sent again.
    takeSlot: (fragmentBytes = 0) => slots.take(fragmentBytes, 2),
    takeBack: slots.giveBack,
    send: (slot) => void request(tables.fast, slot, undefined),
    resend,
    get isIdle() {
      return inFlight === 0 && unwritten === 0
    },
    get bytes() {
      return retryBytesKept + slots.largeBytes
    },
    quiet,
  }

  function hasPlace(): boolean {
    return !over.aborted && inFlight < flow.current
  }

  function resend(): void {
    while (hasPlace()) {
      const rows = retries.take(clock.monotonic(), format.rowsMax, slots.fragmentBytes)
      if (rows.length === 0) break
      const fragmentBytes = rows.reduce((sum, { fragment }) => sum + fragment.length + 1, 0)
      const slot = slots.take(fragmentBytes, 1)
      for (const { fragment } of rows) appendFragment(slot, fragment)
      void request(tables.slow, slot, rows)
    }
    setAlarm()
  }

  /** `rows` are those of a slot that is sent again. */
  async function request(lane: SendRows, slot: RequestSlot, rows: readonly RetryRow[] | undefined) {
    const body = closeBody(slot, format)
    const ticket = flow.ticket()
    const sentAt = clock.monotonic()
    inFlight++
    try {
      deps.check()
      lastSentAt = sentAt
      const sent = lane(format.action, body)
      pass('rows-sent')
      const answer = await answerOf(sent, sentAt)
      if (!over.aborted) settle(slot, rows, answer, ticket)
    } catch (error) {
      deps.fail(error)
    } finally {
      if (--inFlight === 0) ended?.resolve()
      deps.turn()
    }
  }

  async function answerOf(sent: Promise<RowsAnswer>, sentAt: number): Promise<RowsAnswer> {
    let answer: RowsAnswer
    try {
      answer = await sent
    } catch (error) {
      // What is in our list of errors had no effect; of anything else nobody knows.
      if (!(error instanceof StevedoreError)) await outlast(sentAt)
      throw error
    }
    if (answer.kind === 'no-answer') await outlast(sentAt)
    else pass('rows-written')
    return answer
  }

  /** Not cut short by anything: nothing may overtake what may still arrive. */
  async function outlast(sentAt: number): Promise<void> {
    await clock.sleep(sentAt + ROW_REQUEST_TIMEOUT_MS - clock.monotonic())
  }

  /** A fault that strikes here ends the sending, yet not what is in flight. */
  function pass(point: FaultPoint): void {
    try {
      faultPoint(point, deps.subject)
    } catch (error) {
      deps.fail(error)
    }
  }

  function settle(
    slot: RequestSlot,
    rows: readonly RetryRow[] | undefined,
    answer: RowsAnswer,
    ticket: number,
  ) {
    if (answer.kind === 'written' && !rows) {
      flow.wentWell()
      for (let place = 0; place < slot.rows; place++)
        landed(slot.hashes[place] as number, slot.records[place] as number, 'written')
      slots.giveBack(slot)
      return
    }
    const tried = rows ?? copyOut(slot)
    // What had no answer may still be on its way out: its buffer is left to it.
    if (answer.kind === 'no-answer') slots.abandon(slot)
    else slots.giveBack(slot)
    const left = leftOver(tried, answer)
    tellFlow(answer, left.length / tried.length, ticket)
    const again = new Set(left)
    for (const row of tried) if (!again.has(row)) land(row, answer)
    if (left.length === 0) return
    deps.tellPushBack(answer, { inFlightMax: flow.current, rowsWaiting: unwritten })
    const hasProgress = left.length < tried.length
    if (rows && clock.monotonic() - progressAt > PATIENCE_MS) throw outOfPatience(deps.tableName, answer)
    const barren = hasProgress ? 0 : Math.max(...left.map((row) => row.barren)) + 1
    retries.add(
      left.map((row) => ({ ...row, barren })),
      clock.monotonic() + backoff(answer, barren, deps.random),
    )
  }

  function copyOut(slot: RequestSlot): readonly RetryRow[] {
    if (unwritten === 0) progressAt = clock.monotonic()
    return Array.from({ length: slot.rows }, (_, place) => {
      const fragment = fragmentOf(slot, place)
      const row = {
        // A large slot is not used again, so that its row can stay where it is.
        fragment: isLarge(slot) ? fragment : Buffer.from(fragment),
        hash: slot.hashes[place] as number,
        record: slot.records[place] as number,
        barren: -1,
      }
      retryBytesKept += retryBytes(row)
      unwritten++
      return row
    })
  }

  function leftOver(tried: readonly RetryRow[], answer: RowsAnswer): readonly RetryRow[] {
    if (answer.kind === 'written') return []
    if (answer.kind === 'unprocessed') return unwrittenRows(tried, answer.items, deps.keyAttributes)
    return answer.kind === 'refused' && answer.found ? [] : tried
  }

  function land(row: RetryRow, answer: RowsAnswer): void {
    retryBytesKept -= retryBytes(row)
    unwritten--
    progressAt = clock.monotonic()
    const found = answer.kind === 'refused' ? answer.found : undefined
    landed(row.hash, row.record, found ? deps.judge(row.record, found) : 'written')
  }

  function tellFlow(answer: RowsAnswer, share: number, ticket: number): void {
    if (share === 0) flow.wentWell()
    else if (answer.kind === 'throttled') flow.wasThrottled(answer.reason, ticket)
    else if (answer.kind === 'no-answer') flow.wasThrottled('no-answer', ticket)
    else if (answer.kind === 'unprocessed') flow.cameBack(share, ticket)
  }

  /** One alarm for the first rows that become due. Those that are due already wait for a place, which makes a turn itself. */
  function setAlarm(): void {
    const now = clock.monotonic()
    const dueAt = retries.dueAt
    if (dueAt === undefined || dueAt <= now || dueAt >= alarmAt) return
    alarmAt = dueAt
    clock.sleep(dueAt - now, over).then(
      () => {
        alarmAt = Number.POSITIVE_INFINITY
        deps.turn()
      },
      // Only the end of all sending ends the sleep early.
      () => deps.turn(),
    )
  }

  /** A lane that never answers is not waited for: after the timeout nothing of it can arrive. */
  async function quiet(): Promise<void> {
    if (inFlight === 0) return
    ended = Promise.withResolvers()
    const late = new AbortController()
    const timeout = clock.sleep(lastSentAt + ROW_REQUEST_TIMEOUT_MS - clock.monotonic(), late.signal)
    await Promise.race([ended.promise, timeout])
    timeout.catch((error: unknown) => error)
    late.abort(OVER)
  }
}

function outOfPatience(tableName: string, answer: RowsAnswer): StevedoreError {
  return new StevedoreError(
    'dependency.unavailable',
    `Table ${tableName} took no row for ${PATIENCE_MS / 1000} s (${answer.kind}): the load is handed back and goes on later. Look at the table's write capacity`,
    { cause: 'error' in answer ? answer.error : undefined },
  )
}
