/** CPU units (1,024 are one core) and MiB, as Fargate pairs them. */
export interface TaskSize {
  readonly cpu: number
  readonly memory: number
}

const LARGE_FROM_BYTES = 1024 ** 3
const SMALL: TaskSize = { cpu: 256, memory: 512 }
const LARGE: TaskSize = { cpu: 1024, memory: 2048 }
const LARGEST: TaskSize = { cpu: 1024, memory: 4096 }

/** The loader uses one core and memory that does not grow with the object, so more would stand idle. */
export function taskSize(sizeBytes: number | undefined, step?: 'larger'): TaskSize {
  const isLarge = sizeBytes !== undefined && sizeBytes >= LARGE_FROM_BYTES
  if (step === 'larger') return isLarge ? LARGEST : LARGE
  return isLarge ? LARGE : SMALL
}
