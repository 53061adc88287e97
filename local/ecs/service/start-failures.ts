import type { BreakerThreshold } from './service-settings.ts'

// AmazonECS/latest/developerguide/deployment-circuit-breaker.html: half of the desired count, rounded up, within these.
const THRESHOLD_DEFAULT = { type: 'BOUNDED_PERCENT', value: 50 } as const
const THRESHOLD_MIN = 3
const THRESHOLD_MAX = 200

const PAUSE_FIRST_MS = 2000
const PAUSE_MS_MAX = 27 * 60_000 // AmazonECS/latest/developerguide/service-throttle-logic.html

/** So many failed starts end a deployment. */
export function breakerThreshold(
  desiredCount: number,
  { type, value }: BreakerThreshold = THRESHOLD_DEFAULT,
): number {
  if (type === 'COUNT') return value
  const share = Math.ceil((desiredCount * value) / 100)
  if (type === 'UNBOUNDED_PERCENT') return Math.max(1, share)
  return Math.min(THRESHOLD_MAX, Math.max(THRESHOLD_MIN, share))
}

/** How long to wait with the next start after so many failed ones in a row: doubling, up to 27 minutes. */
export function startPause(failedTasks: number): number {
  return failedTasks === 0 ? 0 : Math.min(PAUSE_MS_MAX, PAUSE_FIRST_MS * 2 ** (failedTasks - 1))
}
