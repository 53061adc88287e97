import { createHash } from 'node:crypto'
import type { Task, TaskContainer } from './task.ts'

const STORAGE_GIB_DEFAULT = 20

/** A task as DescribeTasks gives it; `time` turns milliseconds into seconds (API) or ISO text (events). */
export function describeTask<Time>(task: Task, time: (milliseconds: number) => Time) {
  const at = <Name extends string>(name: Name, milliseconds: number | undefined) =>
    (milliseconds === undefined ? {} : { [name]: time(milliseconds) }) as { [key in Name]?: Time }
  return {
    attachments: [],
    attributes: [{ name: 'ecs.cpu-architecture', value: process.arch === 'arm64' ? 'arm64' : 'x86_64' }],
    availabilityZone: 'local',
    ...(task.capacityProvider ? { capacityProviderName: task.capacityProvider } : {}),
    clusterArn: task.cluster.arn,
    ...at('connectivityAt', task.pullStartedAt),
    ...(task.pullStartedAt === undefined ? {} : { connectivity: 'CONNECTED' }),
    containers: task.containers.map((container) => describeContainer(task, container)),
    cpu: String(task.size.cpu),
    createdAt: time(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    ephemeralStorage: {
      sizeInGiB:
        task.overrides.ephemeralStorage?.sizeInGiB ??
        task.definition.ephemeralStorage?.sizeInGiB ??
        STORAGE_GIB_DEFAULT,
    },
    ...at('executionStoppedAt', task.executionStoppedAt),
    group: task.group,
    lastStatus: task.lastStatus,
    launchType: 'FARGATE',
    memory: String(task.size.memory),
    overrides: { containerOverrides: [], ...task.overrides },
    platformFamily: 'Linux',
    platformVersion: '1.4.0',
    ...at('pullStartedAt', task.pullStartedAt),
    ...at('pullStoppedAt', task.pullStoppedAt),
    ...at('startedAt', task.startedAt),
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    ...(task.stopCause ? { stopCode: task.stopCause.code, stoppedReason: task.stopCause.reason } : {}),
    ...at('stoppedAt', task.stoppedAt),
    ...at('stoppingAt', task.stoppingAt),
    taskArn: task.arn,
    taskDefinitionArn: task.definition.taskDefinitionArn,
    version: task.version,
  }
}

export type TaskDescription = ReturnType<typeof describeTask<number>>

/** For the API: times in seconds. */
export function describeTaskForApi(task: Task): TaskDescription {
  return describeTask(task, (milliseconds) => milliseconds / 1000)
}

function describeContainer(task: Task, container: TaskContainer) {
  const { name, image, cpu, memory } = container.definition
  const pulled = task.pullStoppedAt !== undefined
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name,
    image,
    ...(pulled ? { imageDigest: `sha256:${createHash('sha256').update(image).digest('hex')}` } : {}),
    runtimeId: container.runtimeId,
    lastStatus: container.lastStatus,
    ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
    ...(container.reason === undefined ? {} : { reason: container.reason }),
    networkInterfaces: [],
    cpu: String(cpu ?? 0),
    ...(memory === undefined ? {} : { memory: String(memory) }),
  }
}
