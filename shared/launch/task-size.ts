/** CPU units (1,024 are one core) and MiB, as Fargate pairs them. */
export interface TaskSize {
  readonly cpu: number
  readonly memory: number
}

export interface TaskSizes {
  readonly small: TaskSize
  readonly large: TaskSize
  /** What a large object gets whose task ran out of memory. */
  readonly largest: TaskSize
}

const LARGE_FROM_BYTES = 1024 ** 3

/** The loader uses one core and memory that does not grow with the object. */
export function taskSize(sizes: TaskSizes, sizeBytes: number | undefined, step?: 'larger'): TaskSize {
  const isLarge = sizeBytes !== undefined && sizeBytes >= LARGE_FROM_BYTES
  if (step === 'larger') return isLarge ? sizes.largest : sizes.large
  return isLarge ? sizes.large : sizes.small
}
