import {
  type ApiNeeds,
  anything,
  arnOf,
  type Input,
  list,
  type Need,
  type Surroundings,
  text,
} from './need.ts'

const TASKS_SERVICE = 'ecs-tasks.amazonaws.com'
const DEFAULT_CLUSTER = 'default'

/** Service Authorization Reference, ECS. */
export const ecsNeeds: ApiNeeds = {
  prefix: 'ecs',
  actions: {
    CreateCluster: ({ clusterName }, at) => ({ resource: clusterArn(clusterName, at) }),
    CreateService: (input, at) => [service(input.serviceName, input, at), ...passedRoles(input, at)],
    DeleteService: (input, at) => service(input.service, input, at),
    DeregisterTaskDefinition: anything,
    DescribeClusters: ({ clusters }, at) =>
      list(clusters).map((cluster) => ({ resource: clusterArn(cluster, at) })),
    DescribeServices: (input, at) => list(input.services).map((one) => service(one, input, at)),
    DescribeTaskDefinition: anything,
    DescribeTasks: (input, at) => list(input.tasks).map((one) => task(one, input, at)),
    GetTaskProtection: (input, at) => list(input.tasks).map((one) => task(one, input, at)),
    ListClusters: anything,
    ListServices: ({ cluster }, at) => ({ resource: '*', context: inCluster(cluster, at) }),
    ListTaskDefinitions: anything,
    ListTasks: ({ cluster }, at) => ({ resource: '*', context: inCluster(cluster, at) }),
    RegisterTaskDefinition: ({ taskRoleArn, executionRoleArn }) => [
      { resource: '*' },
      ...passed([taskRoleArn, executionRoleArn]),
    ],
    RunTask: runTask,
    StopTask: (input, at) => task(input.task, input, at),
    UpdateService: (input, at) => [
      service(input.service, input, at),
      ...(input.taskDefinition === undefined ? [] : passedRoles(input, at)),
    ],
    UpdateTaskProtection: (input, at) => list(input.tasks).map((one) => task(one, input, at)),
  },
}

/** The task takes roles on, so whoever starts it passes them; a task that gets tags is tagged besides. */
function runTask(input: Input, at: Surroundings): readonly Need[] {
  const overrides = (input.overrides ?? {}) as Input
  const definition = at.taskDefinition(text(input.taskDefinition))
  const tags = list(input.tags).length > 0 || text(input.propagateTags) !== ''
  return [
    { resource: definition.arn, context: inCluster(input.cluster, at) },
    ...passed([
      overrides.executionRoleArn ?? definition.executionRoleArn,
      overrides.taskRoleArn ?? definition.taskRoleArn,
    ]),
    ...(tags
      ? [
          {
            action: 'ecs:TagResource',
            resource: arnOf(at, 'ecs', `task/${clusterName(input.cluster)}/`, '*'),
            context: { ...inCluster(input.cluster, at), 'ecs:createaction': 'RunTask' },
          },
        ]
      : []),
  ]
}

function passedRoles({ taskDefinition }: Input, at: Surroundings): readonly Need[] {
  const { taskRoleArn, executionRoleArn } = at.taskDefinition(text(taskDefinition))
  return passed([executionRoleArn, taskRoleArn])
}

function passed(roles: readonly unknown[]): readonly Need[] {
  return roles
    .filter((role) => role !== undefined)
    .map((role) => ({
      action: 'iam:PassRole',
      resource: text(role),
      context: { 'iam:passedtoservice': TASKS_SERVICE },
    }))
}

function task(id: unknown, { cluster }: Input, at: Surroundings): Need {
  return {
    resource: arnOf(at, 'ecs', `task/${clusterName(cluster)}/`, id),
    context: inCluster(cluster, at),
  }
}

function service(name: unknown, { cluster }: Input, at: Surroundings): Need {
  return {
    resource: arnOf(at, 'ecs', `service/${clusterName(cluster)}/`, name),
    context: inCluster(cluster, at),
  }
}

function inCluster(cluster: unknown, at: Surroundings) {
  return { 'ecs:cluster': clusterArn(cluster, at) }
}

function clusterArn(cluster: unknown, at: Surroundings): string {
  return arnOf(at, 'ecs', 'cluster/', cluster ?? DEFAULT_CLUSTER)
}

function clusterName(cluster: unknown): string {
  return (text(cluster) || DEFAULT_CLUSTER).split('/').at(-1) as string
}
