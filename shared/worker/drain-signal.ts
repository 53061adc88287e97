import type { Clock } from '../platform/clock.ts'

/** What handing back takes: row requests in flight end in 5 s, then the ledger, the lease and the queue are told. */
const HAND_BACK_SECONDS = 15

/**
 * Aborts when the work in hand must be handed back: the stop timeout, less the time to do so, after the stop began.
 * A short timeout leaves half of itself.
 */
export function drainSignal(stopping: AbortSignal, stopTimeoutSeconds: number, clock: Clock): AbortSignal {
  const drained = new AbortController()
  const budgetSeconds = stopTimeoutSeconds - Math.min(HAND_BACK_SECONDS, stopTimeoutSeconds / 2)
  stopping.addEventListener(
    'abort',
    () => void clock.sleep(budgetSeconds * 1000).then(() => drained.abort(stopping.reason)),
    { once: true },
  )
  return drained.signal
}
