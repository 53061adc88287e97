import { ApiError } from '../../protocol/api-error.ts'
import type { Engine } from '../engine.ts'
import { describeService } from './describe-service.ts'
import { serviceTasks } from './scheduler.ts'
import { primaryOf } from './service.ts'

/** Reads `cluster/service`, `service/cluster/service` (as Application Auto Scaling names it) or an ARN. */
export function splitServiceId(id: string): { cluster: string; service: string } {
  const [cluster, service] = id.split('/').slice(-2)
  if (cluster && service) return { cluster, service }
  throw new ApiError('InvalidParameterException', `Not a service: ${id}. Give its ARN or cluster/service.`)
}

export function serviceCounts(
  engine: Engine,
  id: string,
): { desired: number; running: number; pending: number; deploying: boolean } {
  const { cluster, service: name } = splitServiceId(id)
  const service = engine.services.find(cluster, name)
  const { runningCount, pendingCount } = describeService(service, serviceTasks(engine.tasks, service))
  return {
    desired: service.desiredCount,
    running: runningCount,
    pending: pendingCount,
    deploying: primaryOf(service).rolloutState === 'IN_PROGRESS',
  }
}

export interface NamedCounts {
  readonly cluster: string
  readonly service: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  /** Those that run. */
  readonly tasks: readonly {
    readonly pids: readonly number[]
    readonly cpuUnits: number
    readonly memoryMib: number
  }[]
}

/** Of every service that is not deleted. */
export function allServiceCounts(engine: Engine): readonly NamedCounts[] {
  return engine.services
    .all()
    .filter(({ status }) => status === 'ACTIVE')
    .map((service) => {
      const { desired, running, pending } = serviceCounts(engine, service.arn)
      const tasks = serviceTasks(engine.tasks, service)
        .filter(({ lastStatus }) => lastStatus === 'RUNNING')
        .map(({ containers, size }) => ({
          pids: containers.flatMap(({ pid }) => pid ?? []),
          cpuUnits: size.cpu,
          memoryMib: size.memory,
        }))
      return { cluster: service.cluster.name, service: service.name, desired, running, pending, tasks }
    })
}
