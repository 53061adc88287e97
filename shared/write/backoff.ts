import { BACKOFF_FIRST_KEY_RANGE_MS, BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from './limits.ts'
import type { RowsAnswer } from './tables.ts'

/** How long a row waits that must be sent again. Full jitter, so that many workers do not come back together. */
export function backoff(answer: RowsAnswer, barren: number, random: () => number): number {
  // What is unclear has met no limit: the slow lane is asked at once, the first time.
  if (answer.kind === 'unclear' && barren === 0) return 0
  const isKeyRange = answer.kind === 'throttled' && answer.reason === 'key-range'
  const first = isKeyRange ? BACKOFF_FIRST_KEY_RANGE_MS : BACKOFF_FIRST_MS
  return random() * Math.min(BACKOFF_MAX_MS, first * 2 ** barren)
}
