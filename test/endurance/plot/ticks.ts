const TICKS_MAX = 8
const STEPS = [1, 2, 2.5, 5]
/** Of a scale in seconds: what a clock has names for. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200]

/** Round values from 0 to `max`, or a little beyond, at most eight steps of them. Whole ones, for what is counted. */
export function countTicks(max: number): number[] {
  for (let decade = 1; ; decade *= 10)
    for (const step of STEPS) {
      const size = step * decade
      if (Number.isInteger(size) && max / size <= TICKS_MAX) return upTo(Math.ceil(max / size), size)
    }
}

/** The same for seconds; these end within `max`. */
export function timeTicks(max: number): number[] {
  const size = TIME_STEPS.find((step) => max / step <= TICKS_MAX) ?? Math.ceil(max / TICKS_MAX)
  return upTo(Math.floor(max / size), size)
}

/** Seconds where the whole scale is below two minutes, else minutes and seconds: 45, 2:30. */
export function timeLabel(seconds: number, max: number): string {
  if (max < 120) return String(seconds)
  const rest = seconds % 60
  return `${Math.floor(seconds / 60)}:${String(rest).padStart(2, '0')}`
}

function upTo(count: number, size: number): number[] {
  return Array.from({ length: Math.max(1, count) + 1 }, (_, index) => index * size)
}
