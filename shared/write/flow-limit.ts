import { IN_FLIGHT_AT_FIRST, IN_FLIGHT_MAX } from './limits.ts'
import type { ThrottleReason } from './tables.ts'

/** What is left of the limit. A hot key range is no reason to slow down its neighbours. */
const SHRINK: Record<ThrottleReason | 'no-answer', number> = {
  'key-range': 0.99,
  table: 0.75,
  account: 0.5,
  unknown: 0.75,
  'no-answer': 0.75,
}
/** Where some rows of a request came back: by so much at most, when nearly all of them did. */
const UNPROCESSED_SHRINK = 0.25
/** What shrinks the limit by less says nothing of the table as a whole. */
const GENTLE = 0.9

/** How many row requests may be in flight. */
export interface FlowLimit {
  readonly current: number
  /** To be called when a request is sent; its number tells when it was. */
  ticket(): number
  wentWell(): void
  wasThrottled(reason: ThrottleReason | 'no-answer', ticket: number): void
  /** `share` of the rows came back, from 0 to 1. */
  cameBack(share: number, ticket: number): void
}

/** Doubles each round trip until it is first throttled, then grows by one. */
export function createFlowLimit(): FlowLimit {
  let limit = IN_FLIGHT_AT_FIRST
  let sent = 0
  let throttled = false
  /** Requests before this one were on their way together: what they meet is one event, and its worst counts. */
  let burstEnd = 0
  let burstFactor = 1

  return {
    get current() {
      return Math.floor(limit)
    },
    ticket: () => sent++,
    wentWell: () => grow(1),
    wasThrottled: (reason, ticket) => shrink(SHRINK[reason], ticket),
    cameBack: (share, ticket) => {
      grow(1 - share)
      shrink(1 - UNPROCESSED_SHRINK * share, ticket)
    },
  }

  function grow(share: number): void {
    limit = Math.min(IN_FLIGHT_MAX, limit + share * (throttled ? 1 / limit : 1))
  }

  function shrink(factor: number, ticket: number): void {
    if (factor < GENTLE) throttled = true
    if (ticket >= burstEnd) {
      burstFactor = 1
      burstEnd = sent
    }
    if (factor >= burstFactor) return
    limit = Math.max(1, (limit * factor) / burstFactor)
    burstFactor = factor
  }
}
