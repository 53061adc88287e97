import { mkdirSync, rmSync } from 'node:fs'
import type { Site } from '../../site.ts'
import type { ContainerHost, RunningContainer } from '../container/container-host.ts'
import { STOP_TIMEOUT_SECONDS_DEFAULT } from '../definition/container-definition.ts'
import { containerEnvironment } from './container-environment.ts'
import { type ContainerOutput, createContainerOutput } from './container-output.ts'
import { overriddenContainer } from './override.ts'
import type { StopCause, Task, TaskContainer, TaskStatus } from './task.ts'
import { takeTaskRoles } from './task-roles.ts'

const ESSENTIAL_EXITED: StopCause = {
  code: 'EssentialContainerExited',
  reason: 'Essential container in task exited',
}

export interface TaskLife {
  /** Resolves when the task is STOPPED and nothing of it is left. */
  readonly ended: Promise<void>
  /** SIGTERM, and SIGKILL after the container's stop timeout, or `killAfterMsMax` if that is shorter. */
  stop(cause: StopCause, killAfterMsMax?: number): void
}

/** Takes a task through its life. `changed` is called after every change of its status. */
export function beginTaskLife(
  task: Task,
  deps: {
    site: Site
    host: ContainerHost
    /** The task's own; made now, removed at the end. */
    folder: string
    changed: (task: Task) => void
  },
): TaskLife {
  const { site, host, folder, changed } = deps
  const running = new Map<TaskContainer, RunningContainer>()
  const timers = new Set<NodeJS.Timeout>()

  function step(status: TaskStatus, also: Partial<Task> = {}): void {
    Object.assign(task, also, { lastStatus: status, version: task.version + 1 })
    changed(task)
  }

  function stop(cause: StopCause, killAfterMsMax = Number.POSITIVE_INFINITY): void {
    const first = task.desiredStatus !== 'STOPPED'
    if (first) {
      Object.assign(task, { desiredStatus: 'STOPPED', stopCause: cause, stoppingAt: site.clock.now() })
      if (task.lastStatus === 'RUNNING' && running.size > 0) step('STOPPING')
    }
    for (const [container, handle] of running) {
      if (first) handle.terminate()
      killLater(container, handle, killAfterMsMax)
    }
  }

  function killLater(container: TaskContainer, handle: RunningContainer, killAfterMsMax: number): void {
    const stopTimeout = container.definition.stopTimeout ?? STOP_TIMEOUT_SECONDS_DEFAULT
    timers.add(setTimeout(() => handle.kill(), Math.min(stopTimeout * 1000, killAfterMsMax)))
  }

  async function start(container: TaskContainer, image: string): Promise<{ exit: Promise<void> }> {
    const definition = overriddenContainer(container.definition, task.overrides)
    const output = createContainerOutput(site, task, container)
    const environment = containerEnvironment({ site, task, container, definition })
    const handle = await host
      .start({ task, definition, image, environment, folder, output })
      .catch((error: unknown) => {
        output.close()
        throw error
      })
    running.set(container, handle)
    Object.assign(container, { lastStatus: 'RUNNING', pid: handle.pid })
    if (task.desiredStatus === 'STOPPED') {
      // Stopped while the process was being made.
      handle.terminate()
      killLater(container, handle, Number.POSITIVE_INFINITY)
    }
    return { exit: watch(container, handle, output) }
  }

  async function watch(container: TaskContainer, handle: RunningContainer, output: ContainerOutput) {
    Object.assign(container, await handle.exited, { lastStatus: 'STOPPED' })
    running.delete(container)
    output.close()
    if (container.definition.essential) stop(ESSENTIAL_EXITED)
  }

  async function live(): Promise<void> {
    changed(task)
    await Promise.resolve()
    step('PENDING', { pullStartedAt: site.clock.now() })
    const exits: Promise<void>[] = []
    try {
      mkdirSync(folder, { recursive: true })
      const role = takeTaskRoles(site, task)
      if (role) task.role = role
      const images = await Promise.all(task.containers.map(({ definition }) => host.pull(definition.image)))
      task.pullStoppedAt = site.clock.now()
      for (const [index, container] of task.containers.entries()) {
        if (task.desiredStatus === 'STOPPED') break
        const { exit } = await start(container, images[index] ?? '')
        exits.push(exit)
      }
      if (task.desiredStatus === 'RUNNING') step('RUNNING', { startedAt: site.clock.now() })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      for (const container of task.containers) if (!running.has(container)) container.reason ??= reason
      stop({ code: 'TaskFailedToStart', reason })
    }
    await Promise.all(exits)
    for (const timer of timers) clearTimeout(timer)
    for (const container of task.containers) container.lastStatus = 'STOPPED'
    task.role?.end()
    step('DEPROVISIONING', { executionStoppedAt: site.clock.now() })
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    step('STOPPED', { stoppedAt: site.clock.now() })
  }

  return { ended: live(), stop }
}
