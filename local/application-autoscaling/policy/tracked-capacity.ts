// 3 × 0.1 / 0.3 must be 1 and not 2: what doubles add behind this place is no part of the ratio.
const RATIO_PLACES = 9

/** How many tasks bring a metric that is shared among them to its target: rounded up, so never too few. */
export function trackedCapacity(current: number, metric: number, target: number): number {
  return Math.ceil(Number(((current * metric) / target).toFixed(RATIO_PLACES)))
}
