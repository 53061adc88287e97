export interface Workload {
  readonly name: string
  /** All files come at once at the beginning. */
  readonly isBurst: boolean
  readonly seconds: number
  /** Files that come in this second; parts of a file add up. */
  filesAt(second: number): number
}

const HOUR_SECONDS = 3_600
const DAY_SECONDS = 24 * HOUR_SECONDS
const BURST_FILES = 100_000
/** More than the fewest tasks do. */
const STEADY_FILES = 75
const WAVE_FILES_MIN = 1
const WAVE_FILES_MAX = 120

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'burst of 100,000',
    isBurst: true,
    seconds: HOUR_SECONDS,
    filesAt: (second) => (second === 0 ? BURST_FILES : 0),
  },
  {
    name: `${STEADY_FILES} a second, 4 hours`,
    isBurst: false,
    seconds: 4 * HOUR_SECONDS,
    filesAt: () => STEADY_FILES,
  },
  {
    name: 'a day, 1 to 120 a second',
    isBurst: false,
    seconds: DAY_SECONDS,
    filesAt: (second) => {
      const height = (1 - Math.cos((2 * Math.PI * second) / DAY_SECONDS)) / 2
      return WAVE_FILES_MIN + (WAVE_FILES_MAX - WAVE_FILES_MIN) * height
    },
  },
]
