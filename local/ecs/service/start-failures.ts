// AmazonECS/latest/developerguide/deployment-circuit-breaker.html: 0.5 × the desired count, rounded up, within these.
const THRESHOLD_SHARE = 0.5
const THRESHOLD_MIN = 3
const THRESHOLD_MAX = 200

const PAUSE_FIRST_MS = 2000
const PAUSE_MS_MAX = 27 * 60_000 // AmazonECS/latest/developerguide/service-throttle-logic.html

/** So many failed starts in a row end a deployment. */
export function breakerThreshold(desiredCount: number): number {
  return Math.min(THRESHOLD_MAX, Math.max(THRESHOLD_MIN, Math.ceil(desiredCount * THRESHOLD_SHARE)))
}

/** How long to wait with the next start after so many failed ones in a row: doubling, up to 27 minutes. */
export function startPause(failedTasks: number): number {
  return failedTasks === 0 ? 0 : Math.min(PAUSE_MS_MAX, PAUSE_FIRST_MS * 2 ** (failedTasks - 1))
}
