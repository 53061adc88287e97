import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { capacityProviderSchema, capacityStrategySchema } from '../cluster/capacity.ts'
import { templateProperties } from '../definition/template-keys.ts'
import type { Engine } from '../engine.ts'

const associationsSchema = templateProperties(
  z.strictObject({
    cluster: z.string(),
    capacityProviders: z.array(capacityProviderSchema),
    defaultCapacityProviderStrategy: capacityStrategySchema,
  }),
)

export function clusterCapacityProvidersResource({
  clusters,
}: Engine): ResourceType<z.output<typeof associationsSchema>> {
  return {
    type: 'AWS::ECS::ClusterCapacityProviderAssociations',
    properties: associationsSchema,
    async apply({ properties }) {
      const { name } = clusters.find(properties.cluster)
      clusters.put(name, {
        capacityProviders: properties.capacityProviders,
        defaultStrategy: properties.defaultCapacityProviderStrategy,
      })
      return { physicalId: name, attributes: {} }
    },
    async remove({ physicalId: name }) {
      if (clusters.all().some((cluster) => cluster.name === name))
        clusters.put(name, { capacityProviders: [], defaultStrategy: [] })
    },
  }
}
