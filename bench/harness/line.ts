import { median } from './statistics.ts'

export const ROWS_PER_CORE = 'rows/s/core'

/** One line of the table. Samples are in `unit`; their medians are compared. */
export interface Line {
  readonly name: string
  readonly title: string
  readonly unit: string
  readonly ours: readonly number[]
  readonly naive: readonly number[]
  readonly targets: readonly Target[]
  /** Medians of our runs that are no target: rows a second of wall time, memory, the null server's share of a core. */
  readonly wall?: number
  readonly peakMb?: number
  readonly serverShare?: number
  /** The whole of what was measured, for the JSON file. */
  readonly raw: readonly object[]
}

export type Target =
  | { readonly kind: 'at-least' | 'at-most'; readonly value: number }
  | { readonly kind: 'times-naive'; readonly value: number }
  /** Of another line's value in the same run. */
  | { readonly kind: 'share-of'; readonly what: string; readonly of: number; readonly value: number }

export function lineValue(line: Line): number {
  return median(line.ours)
}

export function isMet(line: Line, target: Target): boolean {
  const value = lineValue(line)
  switch (target.kind) {
    case 'at-least':
      return value >= target.value
    case 'at-most':
      return value <= target.value
    case 'times-naive':
      return value >= target.value * median(line.naive)
    case 'share-of':
      return value >= target.value * target.of
  }
}
