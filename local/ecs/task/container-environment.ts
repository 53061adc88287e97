import type { Site } from '../../site.ts'
import type { ContainerDefinition } from '../definition/container-definition.ts'
import type { Task, TaskContainer } from './task.ts'

/** What ECS puts into a container's environment, with the definition's own. `definition` has the task's overrides. */
export function containerEnvironment(input: {
  site: Site
  task: Task
  container: TaskContainer
  definition: ContainerDefinition
}): Record<string, string> {
  const { site, task, container, definition } = input
  const own = Object.fromEntries((definition.environment ?? []).map(({ name, value }) => [name, value]))
  const endpoint = site.endpoint()
  return {
    AWS_REGION: site.region,
    AWS_DEFAULT_REGION: site.region,
    AWS_ENDPOINT_URL: endpoint,
    ...credentials(site, task, container),
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    ...own,
    ECS_CONTAINER_METADATA_URI_V4: `${endpoint}/_ecs/v4/${container.runtimeId}`,
    ECS_AGENT_URI: `${endpoint}/_ecs/api/${container.runtimeId}`,
  }
}

/** Where the SDKs fetch the credentials of the task's role; without a role there are none. */
function credentials(site: Site, task: Task, container: TaskContainer): Record<string, string> {
  if (task.role) {
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${site.endpoint()}/_ecs/credentials/${container.runtimeId}`,
    }
  }
  return site.permissions ? {} : { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
}
