import type { Clock } from '../../clock.ts'
import type { Site } from '../../site.ts'
import type { EventQueue } from '../event-queue.ts'
import type { Task } from '../task/task.ts'
import { type Deployment, primaryOf, type Service } from './service.ts'
import { deploymentEvent, note } from './service-events.ts'
import { breakerThreshold, startPause } from './start-failures.ts'

/** A task that ended by itself soon after its start is a failed start; one that worked for a while is not. */
export function countFailedStart(
  service: Service,
  task: Task,
  healthyAfterMs: number,
  fastClock: Clock,
): void {
  const deployment = service.deployments.find(({ id }) => id === task.startedBy)
  const code = task.stopCause?.code
  if (!deployment || (code !== 'TaskFailedToStart' && code !== 'EssentialContainerExited')) return
  const endedAt = task.stoppingAt ?? 0
  if (endedAt - (task.startedAt ?? endedAt) >= healthyAfterMs) return
  deployment.failedTasks++
  deployment.lastFailureAt = endedAt
  deployment.pausedUntil = fastClock.now() + startPause(deployment.failedTasks)
}

/**
 * Ends deployments: complete, broken (and rolled back), or drained. `tasks` are the service's live ones; `healthySince`
 * is undefined for one that is not healthy.
 */
export function settleDeployments(
  service: Service,
  tasks: readonly Task[],
  deps: { site: Site; events: EventQueue; healthySince: (task: Task) => number | undefined },
): void {
  const now = deps.site.clock.now()
  forgiveFailures(service, tasks, deps.healthySince)
  breakCircuit(service, deps, now)
  const primary = primaryOf(service)
  service.deployments = service.deployments.filter(
    ({ id }) => id === primary.id || tasks.some(({ startedBy }) => startedBy === id),
  )
  const steady =
    service.deployments.length === 1 &&
    tasks.length === service.desiredCount &&
    tasks.every((task) => deps.healthySince(task) !== undefined)
  if (steady && primary.rolloutState === 'IN_PROGRESS') complete(service, primary, deps, now)
  if (steady && !service.steady) note(service, 'has reached a steady state.', now)
  service.steady = steady
}

/** A task that became healthy since the last failure shows that the deployment's tasks do start. */
function forgiveFailures(
  service: Service,
  tasks: readonly Task[],
  healthySince: (task: Task) => number | undefined,
): void {
  const breaker = service.settings.deploymentConfiguration.deploymentCircuitBreaker
  if (breaker?.resetOnHealthyTask === false) return
  for (const deployment of service.deployments) {
    const since = deployment.lastFailureAt ?? Number.POSITIVE_INFINITY
    if (tasks.some((task) => task.startedBy === deployment.id && (healthySince(task) ?? 0) > since))
      Object.assign(deployment, { failedTasks: 0, pausedUntil: 0 })
  }
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
  if (primary.failedTasks < breakerThreshold(service.desiredCount, breaker.thresholdConfiguration)) return

  finish(primary, 'FAILED', 'ECS deployment circuit breaker: tasks failed to start.', now)
  note(service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`, now)
  deps.events.add(deploymentEvent(service, primary, now))
  const target = service.lastCompleted
  // One that a rollback went to before is no target again until it completes.
  const back = breaker.rollback && target?.rolloutState === 'COMPLETED' ? target : undefined
  const after = back ? `going back to ${revisionOf(back)}` : 'nothing is started until the next deploy'
  deps.site.logs.say('ecs', `service ${service.name}: the tasks of ${revisionOf(primary)} fail, ${after}`)
  if (back) rollBack(service, back, deps, now)
}

function rollBack(service: Service, target: Deployment, deps: { events: EventQueue }, now: number): void {
  const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${target.id}.`
  finish(target, 'IN_PROGRESS', reason, now)
  Object.assign(target, { failedTasks: 0, pausedUntil: 0 })
  service.deployments = [target, ...service.deployments.filter(({ id }) => id !== target.id)]
  note(service, `rolling back to deployment ${target.id}.`, now)
  deps.events.add(deploymentEvent(service, target, now))
}

/** `family:revision`. */
function revisionOf({ definition }: Deployment): string {
  return `${definition.family}:${definition.revision}`
}

function finish(deployment: Deployment, state: Deployment['rolloutState'], reason: string, now: number) {
  Object.assign(deployment, { rolloutState: state, rolloutStateReason: reason, updatedAt: now })
}
