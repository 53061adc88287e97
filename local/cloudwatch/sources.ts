import type { Emit } from '../event.ts'

/** What CloudWatch measures, asked for once a minute, and whom it tells. */
export interface Sources {
  readonly queues: () => readonly QueueSample[]
  readonly services: () => readonly ServiceSample[]
  /** Of what ran since it was asked before. */
  readonly functions: () => readonly FunctionSample[]
  readonly publish: (
    topicArn: string,
    message: { readonly subject: string; readonly message: string; readonly mail: string },
  ) => Promise<void>
  readonly emit: Emit
}

export interface QueueSample {
  readonly name: string
  readonly visible: number
  readonly inFlight: number
  readonly delayed: number
  /** Absent where nothing waits. */
  readonly oldestAgeSeconds?: number
}

export interface ServiceSample {
  readonly cluster: string
  readonly service: string
  readonly running: number
  readonly desired: number
  readonly pending: number
  /** Those that run. */
  readonly tasks: readonly TaskSample[]
}

export interface FunctionSample {
  readonly name: string
  readonly invocations: number
  readonly errors: number
}

export interface TaskSample {
  readonly pids: readonly number[]
  /** 1024 are a core. */
  readonly cpuUnits: number
  readonly memoryMib: number
}
