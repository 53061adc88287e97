import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { arn, type Site } from '../../site.ts'
import type { ContainerHost } from '../container/container-host.ts'
import type { EventQueue } from '../event-queue.ts'
import { screenName } from './container-output.ts'
import { createLostTasks } from './lost-tasks.ts'
import { isLive, type StopCause, serviceNameOf, type Task, type TaskPlan } from './task.ts'
import { taskEvent } from './task-event.ts'
import { beginTaskLife, type TaskLife } from './task-life.ts'
import { taskSummary } from './task-summary.ts'

const STOPPED_TASK_VISIBLE_MS = 3600 * 1000 // of DescribeTasks: about one hour
const CLOSE_KILL_AFTER_MS = 10_000

export interface Tasks {
  /** Begins a task, or undefined when as many run as may. */
  start(plan: TaskPlan): Task | undefined
  stop(task: Task, cause: StopCause): void
  /** By id or ARN, live or stopped within the last hour. */
  find(id: string): Task | undefined
  all(): readonly Task[]
  /** Is called after every change of a task's status. */
  onChange(listener: (task: Task) => void): void
  /** Sends the last events of tasks that went down with the runtime before this one; says how many. */
  reportLost(): number
  close(): Promise<void>
}

export function createTasks(
  site: Site,
  deps: { events: EventQueue; host: ContainerHost; tasksMax: number; folder: string },
): Tasks {
  const tasks = new Map<string, { task: Task; life: TaskLife }>()
  const listeners = new Set<(task: Task) => void>()
  const tasksFolder = join(deps.folder, 'tasks')
  const lost = createLostTasks(join(deps.folder, 'live'))
  let closing = false
  // What a runtime that was killed left behind.
  rmSync(tasksFolder, { recursive: true, force: true })

  function changed(task: Task): void {
    lost.keep(task, site.clock.now())
    deps.events.add(taskEvent(task, site.clock.now()))
    const summary = taskSummary(task)
    if (summary) site.logs.say(screenName(task), summary)
    for (const listener of listeners) listener(task)
  }

  function forgetOld(): void {
    const before = site.clock.now() - STOPPED_TASK_VISIBLE_MS
    for (const [id, { task }] of tasks) if ((task.stoppedAt ?? before) < before) tasks.delete(id)
  }

  function start(plan: TaskPlan): Task | undefined {
    forgetOld()
    const live = [...tasks.values()].filter(({ task }) => isLive(task))
    if (closing || live.length >= deps.tasksMax) return undefined
    const task = createTask(site, plan)
    const life = beginTaskLife(task, {
      site,
      changed,
      host: deps.host,
      folder: join(tasksFolder, task.id),
    })
    tasks.set(task.id, { task, life })
    life.ended.catch((error: unknown) => site.logs.say('ecs', `task ${task.id}: ${String(error)}`))
    return task
  }

  return {
    start,
    stop: (task, cause) => tasks.get(task.id)?.life.stop(cause),
    find(id) {
      forgetOld()
      return tasks.get(id.split('/').at(-1) ?? '')?.task
    },
    all() {
      forgetOld()
      return [...tasks.values()].map(({ task }) => task)
    },
    onChange: (listener) => listeners.add(listener),
    reportLost() {
      const events = lost.take(site.clock.now())
      for (const event of events) deps.events.add(event)
      return events.length
    },
    async close() {
      closing = true
      const live = [...tasks.values()].filter(({ task }) => isLive(task))
      for (const { task, life } of live) life.stop(closingCause(task), CLOSE_KILL_AFTER_MS)
      await Promise.all(live.map(({ life }) => life.ended))
      await deps.events.drained()
      await deps.host.close()
    },
  }
}

function createTask(site: Site, plan: TaskPlan): Task {
  const id = randomBytes(16).toString('hex')
  return {
    ...plan,
    id,
    arn: arn(site, 'ecs', `task/${plan.cluster.name}/${id}`),
    createdAt: site.clock.now(),
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
    containers: plan.definition.containerDefinitions.map((definition, index) => ({
      definition,
      arn: arn(site, 'ecs', `container/${plan.cluster.name}/${id}/${definition.name}`),
      runtimeId: `${id}-${index}`,
      lastStatus: 'PENDING',
    })),
  }
}

/** Nobody's wish and nobody's fault: what a task alone was doing is to be started again, a service starts its own. */
function closingCause(task: Task): StopCause {
  return serviceNameOf(task)
    ? {
        code: 'ServiceSchedulerInitiated',
        reason: `Scaling activity initiated by (deployment ${task.startedBy})`,
      }
    : { code: 'TerminationNotice', reason: 'Task stopped: the local runtime is closing.' }
}
