/** SQS delays a message by no more. */
const DELAY_SECONDS_MAX = 900
const FIRST_DELAY_SECONDS = 5
/** Up to so much sooner by chance, so that launches that failed together do not come back together. */
const JITTER = 0.25

/**
 * Seconds until the next launch, after so many in a row that found no capacity. After the first there is none: the
 * other capacity may well have room.
 */
export function capacityDelay(withoutCapacity: number, random: () => number): number {
  if (withoutCapacity <= 1) return 0
  const delay = Math.min(FIRST_DELAY_SECONDS * 2 ** (withoutCapacity - 2), DELAY_SECONDS_MAX)
  return Math.round(delay * (1 - JITTER * random()))
}
