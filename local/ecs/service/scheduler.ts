import type { Site } from '../../site.ts'
import { nextProvider } from '../cluster/capacity.ts'
import { parseFargateSize } from '../definition/fargate-size.ts'
import type { EventQueue } from '../event-queue.ts'
import { isProtected } from '../task/protection.ts'
import { NO_CAPACITY } from '../task/run-task.ts'
import type { Task } from '../task/task.ts'
import type { Tasks } from '../task/tasks.ts'
import { planService } from './plan-service.ts'
import { countFailedStart, settleDeployments } from './rollout.ts'
import { type Deployment, primaryOf, type Service } from './service.ts'
import { note } from './service-events.ts'
import { createWaker } from './waker.ts'

// A process that is new and crashes does so within seconds; Fargate's agent reports it before it ever says RUNNING.
const HEALTHY_AFTER_MS = 5000
const CAPACITY_RETRY_MS = 5000

const STUCK =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
  'Update the minimumHealthyPercent or maximumPercent value and try again.'

export interface Scheduler {
  /** Looks at the service again, soon. */
  wake(service: Service): void
  close(): void
}

/** Keeps services at their desired count, one step at a time: it is woken by changes and by the times it waits for. */
export function createScheduler(
  site: Site,
  deps: { tasks: Tasks; events: EventQueue; services: () => readonly Service[] },
): Scheduler {
  const { clock, fastClock } = site
  const waker = createWaker((error) => site.logs.say('ecs', `service scheduler: ${String(error)}`))
  const tasksOf = (service: Service) => serviceTasks(deps.tasks, service)

  deps.tasks.onChange((task) => {
    const service = deps.services().find((each) => isTaskOf(each, task))
    if (service && task.lastStatus === 'STOPPED') countFailedStart(service, task, HEALTHY_AFTER_MS, fastClock)
    if (service) wake(service)
  })

  function wake(service: Service): void {
    waker.soon(service.arn, () => step(service))
  }

  function step(service: Service): void {
    // One moment for the whole step: a task that turned healthy in the middle of it would be waited for no more.
    const now = clock.now()
    const healthySince = (task: Task) => wasHealthySince(task, now)
    const isHealthy = (task: Task) => healthySince(task) !== undefined
    settleDeployments(service, tasksOf(service), { site, events: deps.events, healthySince })
    const primary = primaryOf(service)
    const live = tasksOf(service).filter((task) => task.desiredStatus === 'RUNNING')
    const { minimumHealthyPercent, maximumPercent } = service.settings.deploymentConfiguration
    const plan = planService({
      desiredCount: service.desiredCount,
      minimumHealthyPercent,
      maximumPercent,
      stalled: primary.rolloutState === 'FAILED',
      tasks: live.map((task) => ({
        id: task.id,
        primary: task.startedBy === primary.id,
        healthy: isHealthy(task),
        protected: isProtected(task, now),
        createdAt: task.createdAt,
      })),
    })
    if (plan.heldUp) note(service, 'was unable to stop tasks: they are protected from scale-in.', now)
    if (plan.stuck) note(service, STUCK, now)
    stop(
      service,
      live.filter(({ id }) => plan.stop.includes(id)),
      primary,
    )
    start(service, primary, plan.start)
    for (const task of live) {
      if (!isHealthy(task) && task.startedAt !== undefined)
        waker.after(service.arn, task.startedAt + HEALTHY_AFTER_MS - now, clock, () => wake(service))
      if (isProtected(task, now))
        waker.after(service.arn, (task.protectedUntil ?? now) - now, clock, () => wake(service))
    }
  }

  function stop(service: Service, stopped: readonly Task[], primary: Deployment): void {
    if (stopped.length === 0) return
    const names = stopped.map(({ id }) => `(task ${id})`).join(' ')
    note(service, `has stopped ${stopped.length} running tasks: ${names}.`, clock.now())
    for (const task of stopped) {
      deps.tasks.stop(task, {
        code: 'ServiceSchedulerInitiated',
        reason: `Scaling activity initiated by (deployment ${primary.id})`,
      })
    }
  }

  function start(service: Service, deployment: Deployment, count: number): void {
    if (count === 0) return
    const pause = deployment.pausedUntil - fastClock.now()
    if (pause > 0) {
      note(service, 'is unable to consistently start tasks successfully.', clock.now())
      waker.after(service.arn, pause, fastClock, () => wake(service))
      return
    }
    const started: Task[] = []
    while (started.length < count) {
      const task = deps.tasks.start(planOf(service, deployment, tasksOf(service)))
      if (!task) {
        note(service, `was unable to place a task. Reason: ${NO_CAPACITY}.`, clock.now())
        waker.after(service.arn, CAPACITY_RETRY_MS, fastClock, () => wake(service))
        break
      }
      started.push(task)
    }
    if (started.length === 0) return
    const names = started.map(({ id }) => `(task ${id})`).join(' ')
    note(service, `has started ${started.length} tasks: ${names}.`, clock.now())
  }

  return { wake, close: waker.close }
}

function wasHealthySince(task: Task, now: number): number | undefined {
  const since = (task.startedAt ?? now) + HEALTHY_AFTER_MS
  return task.lastStatus === 'RUNNING' && since <= now ? since : undefined
}

/** Live ones, those on their way out among them. */
export function serviceTasks(tasks: Tasks, service: Service): Task[] {
  return tasks.all().filter((task) => isTaskOf(service, task) && task.lastStatus !== 'STOPPED')
}

function isTaskOf(service: Service, task: Task): boolean {
  return task.group === `service:${service.name}` && task.cluster.arn === service.cluster.arn
}

function planOf(service: Service, deployment: Deployment, before: readonly Task[]) {
  const { definition } = deployment
  const { propagateTags, tags = [] } = service.settings
  const copied = { SERVICE: tags, TASK_DEFINITION: definition.tags ?? [], NONE: [] }
  return {
    cluster: service.cluster,
    definition,
    overrides: {},
    group: `service:${service.name}`,
    startedBy: deployment.id,
    capacityProvider: nextProvider(
      deployment.capacity,
      before.map((task) => task.capacityProvider),
    ),
    size: parseFargateSize(definition.cpu, definition.memory),
    enableExecuteCommand: service.settings.enableExecuteCommand,
    tags: copied[propagateTags ?? 'NONE'],
  }
}
