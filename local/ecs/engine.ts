import { join } from 'node:path'
import type { Emit } from '../event.ts'
import type { Site } from '../site.ts'
import { type Clusters, createClusters } from './cluster/clusters.ts'
import type { ContainerHost } from './container/container-host.ts'
import { createDefinitions, type Definitions } from './definition/definitions.ts'
import { createEventQueue } from './event-queue.ts'
import { createServices, type Services } from './service/services.ts'
import { createClientTokens } from './task/client-tokens.ts'
import { createRunTask, type RunTaskOutput } from './task/run-task.ts'
import { createTasks, type Tasks } from './task/tasks.ts'

/** What actions, resources and the agent's endpoint work on. */
export interface Engine {
  readonly site: Site
  readonly clusters: Clusters
  readonly definitions: Definitions
  readonly tasks: Tasks
  readonly services: Services
  runTask(input: unknown): RunTaskOutput
  /** Throws where an image that a template names cannot be had; it will be there from now on. */
  requireImage(image: string): void
}

export interface EngineOptions {
  readonly emit: Emit
  readonly host: ContainerHost
  readonly requireImage?: (image: string) => void
  /** Of tasks that run at once; the next ones find no capacity. */
  readonly tasksMax: number
}

export function createEngine(site: Site, options: EngineOptions): Engine {
  const folder = join(site.dataFolder, 'ecs')
  const events = createEventQueue(site, options.emit)
  const clusters = createClusters(site)
  const definitions = createDefinitions(site, folder)
  const tasks = createTasks(site, { ...options, events, folder })
  const services = createServices(site, { clusters, definitions, tasks, events })
  const runTask = createRunTask({ clusters, definitions, tasks, tokens: createClientTokens(site.clock) })
  const requireImage = options.requireImage ?? (() => {})
  return { site, clusters, definitions, tasks, services, runTask, requireImage }
}
