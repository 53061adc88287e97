/** One change of a count, kept for DescribeScalingActivities. */
export interface Activity {
  readonly id: string
  /** Milliseconds of the fast clock. */
  readonly at: number
  readonly description: string
  readonly cause: string
  readonly failure?: string
}

/** So many are kept of each target. */
export const ACTIVITIES_MAX = 200
