import { randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { ApiError } from '../../protocol/api-error.ts'
import { arn, type Site } from '../../site.ts'
import { chooseCapacity } from '../cluster/capacity.ts'
import type { Cluster, Clusters } from '../cluster/clusters.ts'
import type { Definitions } from '../definition/definitions.ts'
import type { EventQueue } from '../event-queue.ts'
import type { Tasks } from '../task/tasks.ts'
import { createScheduler } from './scheduler.ts'
import { type Deployment, primaryOf, type Service } from './service.ts'
import { deploymentEvent } from './service-events.ts'
import {
  type ServiceInput,
  type ServiceSettings,
  type ServiceUpdate,
  settingsOf,
} from './service-settings.ts'

const DESIRED_COUNT_DEFAULT = 1

export interface Services {
  /** An InvalidParameterException where an active one has the name. */
  create(name: string, input: ServiceInput): Service
  /** Only what is given changes; another definition or capacity is a new deployment. */
  update(update: ServiceUpdate): Service
  /** Brings it to the template's properties; without a count there it keeps its own. */
  updateFromTemplate(service: Service, input: ServiceInput): Service
  /** An InvalidParameterException for one whose count is above 0, unless forced. */
  remove(cluster: string | undefined, id: string, force: boolean): Service
  /** By name or ARN; undefined where there is none. */
  lookUp(cluster: Cluster, id: string): Service | undefined
  find(cluster: string | undefined, id: string): Service
  all(): readonly Service[]
  /** Looks at the service of a task again: its protection changed. */
  wake(service: Service): void
  close(): void
}

export function createServices(
  site: Site,
  deps: { clusters: Clusters; definitions: Definitions; tasks: Tasks; events: EventQueue },
): Services {
  const services = new Map<string, Service>()
  const all = () => [...services.values()]
  const scheduler = createScheduler(site, { tasks: deps.tasks, events: deps.events, services: all })

  function lookUp(cluster: Cluster, id: string): Service | undefined {
    return services.get(`${cluster.name}/${id.split('/').at(-1)}`)
  }

  function find(clusterId: string | undefined, id: string): Service {
    const service = lookUp(deps.clusters.find(clusterId), id)
    if (!service) throw new ApiError('ServiceNotFoundException', `Service not found: ${id}.`)
    if (service.status === 'INACTIVE') {
      throw new ApiError('ServiceNotActiveException', `Service was not ACTIVE: ${id}.`)
    }
    return service
  }

  function deploymentOf(
    cluster: Cluster,
    input: Pick<ServiceInput, 'taskDefinition' | 'launchType' | 'capacityProviderStrategy'>,
  ): Deployment {
    const now = site.clock.now()
    const id = `ecs-svc/${Array.from({ length: 19 }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')}`
    return {
      id,
      definition: deps.definitions.find(input.taskDefinition),
      capacity: chooseCapacity(cluster, input),
      createdAt: now,
      updatedAt: now,
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: `ECS deployment ${id} in progress.`,
      failedTasks: 0,
      pausedUntil: 0,
    }
  }

  function bring(
    service: Service,
    settings: ServiceSettings,
    change: {
      readonly taskDefinition?: string | undefined
      readonly desiredCount?: number | undefined
      readonly forceNewDeployment?: boolean
    },
  ): Service {
    const primary = primaryOf(service)
    const next = deploymentOf(service.cluster, {
      ...settings,
      taskDefinition: change.taskDefinition ?? primary.definition.taskDefinitionArn,
    })
    const changed =
      next.definition !== primary.definition || !isDeepStrictEqual(next.capacity, primary.capacity)
    service.settings = settings
    service.desiredCount = change.desiredCount ?? service.desiredCount
    service.steady = false
    if (changed || change.forceNewDeployment) roll(service, next)
    scheduler.wake(service)
    return service
  }

  function roll(service: Service, deployment: Deployment): void {
    service.deployments.unshift(deployment)
    deps.events.add(deploymentEvent(service, deployment, deployment.createdAt))
  }

  return {
    lookUp,
    find,
    all,
    wake: scheduler.wake,
    close: scheduler.close,
    create(name, input) {
      const cluster = deps.clusters.find(input.cluster)
      if (lookUp(cluster, name)?.status === 'ACTIVE') {
        throw new ApiError(
          'InvalidParameterException',
          `Creation of service was not idempotent: ${name} exists.`,
        )
      }
      const service: Service = {
        name,
        arn: arn(site, 'ecs', `service/${cluster.name}/${name}`),
        cluster,
        createdAt: site.clock.now(),
        settings: settingsOf(input),
        desiredCount: input.desiredCount ?? DESIRED_COUNT_DEFAULT,
        status: 'ACTIVE',
        deployments: [],
        events: [],
        steady: false,
      }
      roll(service, deploymentOf(cluster, input))
      services.set(`${cluster.name}/${name}`, service)
      scheduler.wake(service)
      return service
    },
    update(update) {
      const service = find(update.cluster, update.service)
      const given = Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined))
      const settings = settingsOf({ ...service.settings, taskDefinition: '', ...given })
      // A strategy takes the place of the launch type that the service was made with.
      if (update.capacityProviderStrategy) delete settings.launchType
      return bring(service, settings, update)
    },
    updateFromTemplate: (service, input) => bring(service, settingsOf(input), input),
    remove(clusterId, id, force) {
      const service = find(clusterId, id)
      if (!force && service.desiredCount > 0) {
        throw new ApiError(
          'InvalidParameterException',
          'The service cannot be stopped while it is scaled above 0.',
        )
      }
      service.status = 'INACTIVE'
      service.desiredCount = 0
      scheduler.wake(service)
      return service
    },
  }
}
