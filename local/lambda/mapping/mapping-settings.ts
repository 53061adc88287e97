/** How a function reads a queue. */
export interface MappingSettings {
  readonly uuid: string
  readonly queueArn: string
  /** With a version, where the template names one. */
  readonly functionArn: string
  /** Messages. */
  readonly batchSize: number
  /** How long a batch may wait to fill, from its first message on. */
  readonly windowSeconds: number
  /** Whether the function's answer says which messages failed. */
  readonly reportsFailures: boolean
  /** Batches worked at once. */
  readonly maximumConcurrency: number
  readonly enabled: boolean
}

/** `ScalingConfig` is not given: five batches at once, where Lambda starts. */
export const CONCURRENCY_UNSET = 5
