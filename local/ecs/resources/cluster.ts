import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { capacityProviderSchema, capacityStrategySchema } from '../cluster/capacity.ts'
import { noLocalMeaning, tags } from '../definition/parts.ts'
import { templateProperties } from '../definition/template-keys.ts'
import type { Engine } from '../engine.ts'

const NAME_LENGTH_MAX = 255

const clusterSchema = templateProperties(
  z.strictObject({
    clusterName: z.string().optional(),
    capacityProviders: z.array(capacityProviderSchema).optional(),
    defaultCapacityProviderStrategy: capacityStrategySchema.optional(),
    tags: tags.optional(),
    clusterSettings: noLocalMeaning.optional(),
    configuration: noLocalMeaning.optional(),
  }),
)

export function clusterResource({ clusters }: Engine): ResourceType<z.output<typeof clusterSchema>> {
  return {
    type: 'AWS::ECS::Cluster',
    properties: clusterSchema,
    async apply({ properties, physicalName }) {
      const cluster = clusters.put(properties.clusterName ?? physicalName({ maxLength: NAME_LENGTH_MAX }), {
        capacityProviders: properties.capacityProviders,
        defaultStrategy: properties.defaultCapacityProviderStrategy,
      })
      return { physicalId: cluster.name, attributes: { Arn: cluster.arn } }
    },
  }
}
