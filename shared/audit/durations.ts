/** Each step is two in a hundred longer than the one before: so exact are the percentiles. */
const STEP = Math.log(1.02)
const SHORTEST_MS = 10

/** Upper bounds of the bars of a chart, milliseconds; the last bar has none. */
export const DURATION_BARS_MS: readonly number[] = [
  ...[1_000, 3_000, 10_000, 30_000, 60_000],
  ...[180_000, 600_000, 1_800_000, 3_600_000, 10_800_000],
]

export interface DurationsTold {
  readonly p50: number
  readonly p95: number
  readonly max: number
  /** How many fall between the bounds of `DURATION_BARS_MS`. */
  readonly bars: readonly number[]
}

/** Collects durations in milliseconds: percentiles of any number of them, in bounded memory. */
export function createDurations() {
  const steps = new Map<number, number>()
  const bars = Array.from({ length: DURATION_BARS_MS.length + 1 }, () => 0)
  let count = 0
  let max = 0

  function percentile(share: number): number {
    const rank = Math.ceil(share * count)
    let seen = 0
    for (const [step, times] of [...steps].sort(([one], [other]) => one - other)) {
      seen += times
      if (seen >= rank) return Math.min(max, Math.round(SHORTEST_MS * Math.exp((step + 1) * STEP)))
    }
    return max
  }

  return {
    add(milliseconds: number): void {
      const duration = Math.max(0, milliseconds)
      const step = Math.floor(Math.log(Math.max(duration, SHORTEST_MS) / SHORTEST_MS) / STEP)
      steps.set(step, (steps.get(step) ?? 0) + 1)
      const found = DURATION_BARS_MS.findIndex((bound) => duration < bound)
      const bar = found < 0 ? DURATION_BARS_MS.length : found
      bars[bar] = (bars[bar] ?? 0) + 1
      max = Math.max(max, duration)
      count += 1
    },
    /** Undefined where there were none. */
    told: (): DurationsTold | undefined =>
      count === 0 ? undefined : { p50: percentile(0.5), p95: percentile(0.95), max, bars: [...bars] },
  }
}
