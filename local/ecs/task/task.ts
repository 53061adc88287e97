import type { RoleSession } from '../../iam/permissions.ts'
import type { CapacityProvider } from '../cluster/capacity.ts'
import type { Cluster } from '../cluster/clusters.ts'
import type { ContainerDefinition } from '../definition/container-definition.ts'
import type { FargateSize } from '../definition/fargate-size.ts'
import type { TaskDefinition } from '../definition/task-definition.ts'
import type { TaskOverride } from './override.ts'

export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED'

type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption'
  | 'TerminationNotice'

/** Why a task stops. The first cause of a task stands. */
export interface StopCause {
  readonly code: StopCode
  readonly reason: string
}

/** What a task is started with. */
export interface TaskPlan {
  readonly cluster: Cluster
  readonly definition: TaskDefinition
  readonly overrides: TaskOverride
  readonly group: string
  readonly startedBy?: string | undefined
  readonly capacityProvider?: CapacityProvider | undefined
  readonly size: FargateSize
  readonly enableExecuteCommand: boolean
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

/** A task and what became of it. Times in milliseconds since 1970. Changed by its life (run-task-life.ts) alone. */
export interface Task extends TaskPlan {
  readonly id: string
  readonly arn: string
  readonly createdAt: number
  readonly containers: readonly TaskContainer[]
  lastStatus: TaskStatus
  desiredStatus: 'RUNNING' | 'STOPPED'
  /** Grows with every change, as the `version` of state change events does. */
  version: number
  pullStartedAt?: number
  pullStoppedAt?: number
  startedAt?: number
  stoppingAt?: number
  executionStoppedAt?: number
  stoppedAt?: number
  stopCause?: StopCause
  /** Of its own role, while it lives. */
  role?: RoleSession
  /** Protected from scale-in until then; of services' tasks only. */
  protectedUntil?: number
}

export interface TaskContainer {
  readonly definition: ContainerDefinition
  readonly arn: string
  /** Names it in the metadata endpoint. */
  readonly runtimeId: string
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  /** Of its process, once it was made. */
  pid?: number
  exitCode?: number
  reason?: string
}

export function isLive(task: Task): boolean {
  return task.lastStatus !== 'STOPPED'
}

/** The service of a task, or undefined for one that stands alone. */
export function serviceNameOf(task: Task): string | undefined {
  return task.group.startsWith('service:') ? task.group.slice('service:'.length) : undefined
}
