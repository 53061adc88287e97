import type { Task, TaskContainer } from '../task/task.ts'

const CPU_UNITS_PER_CORE = 1024

/** `${ECS_CONTAINER_METADATA_URI_V4}/task`: AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html */
export function taskMetadata(task: Task) {
  return {
    Cluster: task.cluster.arn,
    TaskARN: task.arn,
    Family: task.definition.family,
    Revision: String(task.definition.revision),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    Limits: { CPU: task.size.cpu / CPU_UNITS_PER_CORE, Memory: task.size.memory },
    ...at('PullStartedAt', task.pullStartedAt),
    ...at('PullStoppedAt', task.pullStoppedAt),
    AvailabilityZone: 'local',
    LaunchType: 'FARGATE',
    ...(task.group.startsWith('service:') ? { ServiceName: task.group.slice('service:'.length) } : {}),
    Containers: task.containers.map((container) => containerMetadata(task, container)),
  }
}

/** `${ECS_CONTAINER_METADATA_URI_V4}` itself. */
export function containerMetadata(task: Task, container: TaskContainer) {
  const { definition } = container
  const options = definition.logConfiguration?.options
  return {
    DockerId: container.runtimeId,
    Name: definition.name,
    DockerName: definition.name,
    Image: definition.image,
    ImageID: '',
    Labels: {
      'com.amazonaws.ecs.cluster': task.cluster.arn,
      'com.amazonaws.ecs.container-name': definition.name,
      'com.amazonaws.ecs.task-arn': task.arn,
      'com.amazonaws.ecs.task-definition-family': task.definition.family,
      'com.amazonaws.ecs.task-definition-version': String(task.definition.revision),
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    ...(container.exitCode === undefined ? {} : { ExitCode: container.exitCode }),
    Limits: { CPU: definition.cpu ?? 0, ...(definition.memory ? { Memory: definition.memory } : {}) },
    ...at('CreatedAt', task.pullStoppedAt),
    ...at('StartedAt', task.startedAt),
    Type: 'NORMAL',
    ContainerARN: container.arn,
    ...(options ? { LogDriver: 'awslogs', LogOptions: options } : {}),
    Networks: [],
  }
}

function at(name: string, milliseconds: number | undefined): Record<string, string> {
  return milliseconds === undefined ? {} : { [name]: new Date(milliseconds).toISOString() }
}
