import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { whole } from '../definition/parts.ts'
import type { Cluster } from './clusters.ts'

export const capacityProviderSchema = z.enum(['FARGATE', 'FARGATE_SPOT'])
export const capacityStrategySchema = z.array(
  z.strictObject({
    capacityProvider: capacityProviderSchema,
    base: whole.min(0).max(100_000).default(0),
    weight: whole.min(0).max(1000).default(0),
  }),
)
export const launchTypeSchema = z.enum(['FARGATE', 'EC2', 'EXTERNAL', 'MANAGED_INSTANCES'])

export type CapacityProvider = z.output<typeof capacityProviderSchema>
export type CapacityProviderStrategy = readonly z.output<typeof capacityStrategySchema>[number][]

/** Where a task runs: by launch type (no provider), or by the providers of a strategy. */
export type Capacity =
  | { readonly kind: 'launch-type' }
  | { readonly kind: 'strategy'; readonly strategy: CapacityProviderStrategy }

/** The capacity of a request, or the cluster's default; an InvalidParameterException where AWS would refuse it. */
export function chooseCapacity(
  cluster: Cluster,
  request: {
    readonly launchType?: string | undefined
    readonly capacityProviderStrategy?: CapacityProviderStrategy | undefined
  },
): Capacity {
  const given = request.capacityProviderStrategy ?? []
  if (request.launchType && given.length > 0) {
    refuse(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    )
  }
  if (request.launchType === 'FARGATE') return { kind: 'launch-type' }
  const strategy = given.length > 0 || request.launchType ? given : cluster.defaultStrategy
  // Without either, AWS falls back to EC2, of which a Fargate cluster has none.
  if (strategy.length === 0) refuse('No Container Instances were found in your cluster.')
  for (const { capacityProvider } of strategy) {
    if (cluster.capacityProviders.includes(capacityProvider)) continue
    refuse(
      `The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster: ${capacityProvider}. Associate the capacity provider with the cluster and try again.`,
    )
  }
  if (strategy.every(({ weight, base }) => weight === 0 && base === 0)) {
    refuse('At least one capacity provider of the strategy must have a weight above 0.')
  }
  return { kind: 'strategy', strategy }
}

/** The provider of the next task, given those of the tasks before it: bases first, then by weight. */
export function nextProvider(
  capacity: Capacity,
  before: readonly (CapacityProvider | undefined)[],
): CapacityProvider | undefined {
  if (capacity.kind === 'launch-type') return undefined
  const placed = capacity.strategy.map((item) => ({
    ...item,
    count: before.filter((provider) => provider === item.capacityProvider).length,
  }))
  const base = placed.find((item) => item.count < item.base)
  if (base) return base.capacityProvider
  const weighted = placed.filter(({ weight }) => weight > 0)
  const share = (item: (typeof placed)[number]) => (item.count - item.base + 1) / item.weight
  return (weighted.sort((a, b) => share(a) - share(b))[0] ?? placed[0])?.capacityProvider
}

function refuse(message: string): never {
  throw new ApiError('InvalidParameterException', message)
}
