import { ApiError } from '../../protocol/api-error.ts'
import { arn, type Site } from '../../site.ts'
import type { CapacityProvider, CapacityProviderStrategy } from './capacity.ts'

export interface Cluster {
  readonly name: string
  readonly arn: string
  capacityProviders: readonly CapacityProvider[]
  defaultStrategy: CapacityProviderStrategy
}

interface ClusterCapacity {
  readonly capacityProviders?: readonly CapacityProvider[] | undefined
  readonly defaultStrategy?: CapacityProviderStrategy | undefined
}

export interface Clusters {
  /** Makes it, or brings what is given to the one that is there. */
  put(name: string, capacity: ClusterCapacity): Cluster
  /** By name or ARN, `default` where none is given; a ClusterNotFoundException where there is none. */
  find(id: string | undefined): Cluster
  /** One that is not there is no error. */
  remove(name: string): void
  all(): readonly Cluster[]
}

export function createClusters(site: Site): Clusters {
  const clusters = new Map<string, Cluster>()
  return {
    put(name, { capacityProviders, defaultStrategy }) {
      const cluster = clusters.get(name) ?? {
        name,
        arn: arn(site, 'ecs', `cluster/${name}`),
        capacityProviders: [],
        defaultStrategy: [],
      }
      if (capacityProviders) cluster.capacityProviders = capacityProviders
      if (defaultStrategy) cluster.defaultStrategy = defaultStrategy
      clusters.set(name, cluster)
      return cluster
    },
    find(id = 'default') {
      const cluster = clusters.get(id.replace(/^arn:[^/]*:cluster\//, ''))
      if (!cluster) throw new ApiError('ClusterNotFoundException', `Cluster not found: ${id}.`)
      return cluster
    },
    remove: (name) => clusters.delete(name),
    all: () => [...clusters.values()],
  }
}
