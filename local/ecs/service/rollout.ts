import type { Clock } from '../../clock.ts'
import type { Site } from '../../site.ts'
import type { EventQueue } from '../event-queue.ts'
import type { Task } from '../task/task.ts'
import { type Deployment, primaryOf, type Service } from './service.ts'
import { deploymentEvent, note } from './service-events.ts'
import { breakerThreshold, startPause } from './start-failures.ts'

/** A task that ended by itself soon after its start is a failed start; one that worked for a while ends the row of them. */
export function countFailedStart(
  service: Service,
  task: Task,
  healthyAfterMs: number,
  fastClock: Clock,
): void {
  const deployment = service.deployments.find(({ id }) => id === task.startedBy)
  const code = task.stopCause?.code
  if (!deployment || (code !== 'TaskFailedToStart' && code !== 'EssentialContainerExited')) return
  const workedFor = (task.stoppingAt ?? 0) - (task.startedAt ?? task.stoppingAt ?? 0)
  deployment.failedTasks = workedFor >= healthyAfterMs ? 0 : deployment.failedTasks + 1
  deployment.pausedUntil = fastClock.now() + startPause(deployment.failedTasks)
}

/** Ends deployments: complete, broken (and rolled back), or drained. `tasks` are the service's live ones. */
export function settleDeployments(
  service: Service,
  tasks: readonly Task[],
  deps: { site: Site; events: EventQueue; isHealthy: (task: Task) => boolean },
): void {
  const now = deps.site.clock.now()
  breakCircuit(service, deps, now)
  const primary = primaryOf(service)
  service.deployments = service.deployments.filter(
    ({ id }) => id === primary.id || tasks.some(({ startedBy }) => startedBy === id),
  )
  const steady =
    service.deployments.length === 1 &&
    tasks.length === service.desiredCount &&
    tasks.every((task) => deps.isHealthy(task))
  if (steady && primary.rolloutState === 'IN_PROGRESS') complete(service, primary, deps, now)
  if (steady && !service.steady) note(service, 'has reached a steady state.', now)
  service.steady = steady
}

function complete(
  service: Service,
  primary: Deployment,
  deps: { site: Site; events: EventQueue },
  now: number,
): void {
  primary.failedTasks = 0
  finish(primary, 'COMPLETED', `ECS deployment ${primary.id} completed.`, now)
  service.lastCompleted = primary
  note(service, `(deployment ${primary.id}) deployment completed.`, now)
  deps.events.add(deploymentEvent(service, primary, now))
}

function breakCircuit(service: Service, deps: { site: Site; events: EventQueue }, now: number): void {
  const primary = primaryOf(service)
  const breaker = service.settings.deploymentConfiguration.deploymentCircuitBreaker
  if (!breaker?.enable || primary.rolloutState !== 'IN_PROGRESS') return
  if (primary.failedTasks < breakerThreshold(service.desiredCount)) return

  finish(primary, 'FAILED', 'ECS deployment circuit breaker: tasks failed to start.', now)
  note(service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`, now)
  deps.site.logs.say('ecs', `service ${service.name}: deployment failed, its tasks do not start`)
  deps.events.add(deploymentEvent(service, primary, now))
  const target = service.lastCompleted
  if (!breaker.rollback || !target || target.id === primary.id) return
  const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${target.id}.`
  finish(target, 'IN_PROGRESS', reason, now)
  service.deployments = [target, ...service.deployments.filter(({ id }) => id !== target.id)]
  note(service, `rolling back to deployment ${target.id}.`, now)
}

function finish(deployment: Deployment, state: Deployment['rolloutState'], reason: string, now: number) {
  Object.assign(deployment, { rolloutState: state, rolloutStateReason: reason, updatedAt: now })
}
