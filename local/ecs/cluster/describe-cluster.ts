import type { Engine } from '../engine.ts'
import type { Cluster } from './clusters.ts'

export function describeCluster({ tasks, services }: Engine, cluster: Cluster) {
  const here = tasks.all().filter((task) => task.cluster === cluster)
  const running = here.filter(({ lastStatus }) => lastStatus === 'RUNNING').length
  const pending = here.filter(
    ({ lastStatus }) => lastStatus === 'PROVISIONING' || lastStatus === 'PENDING',
  ).length
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: services
      .all()
      .filter((service) => service.cluster === cluster && service.status === 'ACTIVE').length,
    statistics: [],
    tags: [],
    settings: [],
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultStrategy,
  }
}
