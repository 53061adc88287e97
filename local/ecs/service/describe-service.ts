import type { Task } from '../task/task.ts'
import { type Deployment, primaryOf, type Service } from './service.ts'

/** A service as DescribeServices gives it; `tasks` are its live ones. */
export function describeService(service: Service, tasks: readonly Task[]) {
  const primary = primaryOf(service)
  const drains = service.status === 'INACTIVE' && tasks.length > 0
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    status: drains ? 'DRAINING' : service.status,
    desiredCount: service.desiredCount,
    ...counts(tasks),
    taskDefinition: primary.definition.taskDefinitionArn,
    ...placement(primary),
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: service.settings.deploymentConfiguration,
    networkConfiguration: service.settings.networkConfiguration,
    enableExecuteCommand: service.settings.enableExecuteCommand,
    ...(service.settings.propagateTags ? { propagateTags: service.settings.propagateTags } : {}),
    createdAt: service.createdAt / 1000,
    deployments: service.deployments.map((deployment) => describeDeployment(service, deployment, tasks)),
    events: service.events.map((event) => ({ ...event, createdAt: event.createdAt / 1000 })),
    loadBalancers: [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
  }
}

function describeDeployment(service: Service, deployment: Deployment, tasks: readonly Task[]) {
  const primary = deployment === primaryOf(service)
  const own = tasks.filter(({ startedBy }) => startedBy === deployment.id)
  return {
    id: deployment.id,
    status: primary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: deployment.definition.taskDefinitionArn,
    // Of an older one: those that are not told to stop yet.
    desiredCount: primary ? service.desiredCount : own.filter(isWanted).length,
    ...counts(own),
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt / 1000,
    updatedAt: deployment.updatedAt / 1000,
    ...placement(deployment),
    platformVersion: '1.4.0',
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}

function isWanted({ desiredStatus }: Task): boolean {
  return desiredStatus === 'RUNNING'
}

function placement({ capacity }: Deployment) {
  return capacity.kind === 'strategy'
    ? { capacityProviderStrategy: capacity.strategy }
    : { launchType: 'FARGATE' }
}

function counts(tasks: readonly Task[]) {
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length
  const pending = tasks.filter(
    ({ lastStatus }) => lastStatus === 'PROVISIONING' || lastStatus === 'PENDING',
  ).length
  return { runningCount: running, pendingCount: pending }
}
