import { delimiter, dirname } from 'node:path'
import type { Site } from '../../site.ts'
import type { ContainerDefinition } from '../definition/container-definition.ts'
import type { Task, TaskContainer } from './task.ts'

// The rest is for buffers, stacks and code, which V8 keeps outside its old space.
const HEAP_SHARE_OF_MEMORY = 0.75
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * All that a container's process finds in its environment: nothing of the runtime's own comes in. `definition` is the
 * container with its overrides.
 */
export function containerEnvironment(input: {
  site: Site
  task: Task
  container: TaskContainer
  definition: ContainerDefinition
  /** Absolute. */
  folder: string
}): Record<string, string> {
  const { site, task, container, definition, folder } = input
  const own = Object.fromEntries((definition.environment ?? []).map(({ name, value }) => [name, value]))
  const memoryMiB = definition.memory ?? task.size.memory
  const endpoint = site.endpoint()
  return {
    PATH: [dirname(process.execPath), ...SYSTEM_PATH.split(':')].join(delimiter),
    // The SDKs read ~/.aws: a person's own profile must not reach a task.
    HOME: folder,
    TMPDIR: folder,
    AWS_REGION: site.region,
    AWS_DEFAULT_REGION: site.region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: `ASIA${task.id.slice(0, 16).toUpperCase()}`,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    ...own,
    ECS_CONTAINER_METADATA_URI_V4: `${endpoint}/_ecs/v4/${container.runtimeId}`,
    ECS_AGENT_URI: `${endpoint}/_ecs/api/${container.runtimeId}`,
    // V8 takes the last of two equal options: the container's own stand.
    NODE_OPTIONS: [`--max-old-space-size=${Math.floor(memoryMiB * HEAP_SHARE_OF_MEMORY)}`, own.NODE_OPTIONS]
      .filter(Boolean)
      .join(' '),
  }
}
