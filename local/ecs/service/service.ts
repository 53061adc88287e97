import type { Capacity } from '../cluster/capacity.ts'
import type { Cluster } from '../cluster/clusters.ts'
import type { TaskDefinition } from '../definition/task-definition.ts'
import type { ServiceSettings } from './service-settings.ts'

/** Times in milliseconds since 1970. */
export interface Service {
  readonly name: string
  readonly arn: string
  readonly cluster: Cluster
  readonly createdAt: number
  settings: ServiceSettings
  desiredCount: number
  status: 'ACTIVE' | 'INACTIVE'
  /** The newest, which is the primary one, first; older ones until their tasks are gone. */
  deployments: Deployment[]
  /** Where a rollback goes. */
  lastCompleted?: Deployment
  /** Newest first. */
  events: ServiceEvent[]
  steady: boolean
}

export interface Deployment {
  /** `ecs-svc/` and digits: `startedBy` of its tasks. */
  readonly id: string
  readonly definition: TaskDefinition
  readonly capacity: Capacity
  readonly createdAt: number
  updatedAt: number
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason: string
  /** Tasks that failed to start; a task that works begins the count anew, unless the service says otherwise. */
  failedTasks: number
  /** When the last of them ended. */
  lastFailureAt?: number
  /** On the fast clock: no start before. */
  pausedUntil: number
}

interface ServiceEvent {
  readonly id: string
  readonly createdAt: number
  readonly message: string
}

export function primaryOf(service: Service): Deployment {
  const primary = service.deployments[0]
  if (!primary) throw new Error(`Service ${service.name} has no deployment.`)
  return primary
}
