import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { capacityProviderSchema, capacityStrategySchema } from '../cluster/capacity.ts'
import { describeCluster } from '../cluster/describe-cluster.ts'
import { noLocalMeaning } from '../definition/parts.ts'
import type { Engine } from '../engine.ts'

export function createClusterAction(engine: Engine) {
  return jsonAction({
    name: 'CreateCluster',
    input: z.strictObject({
      clusterName: z
        .string()
        .regex(/^[a-zA-Z0-9_-]{1,255}$/)
        .default('default'),
      capacityProviders: z.array(capacityProviderSchema).optional(),
      defaultCapacityProviderStrategy: capacityStrategySchema.optional(),
      tags: noLocalMeaning.optional(),
      settings: noLocalMeaning.optional(),
      configuration: noLocalMeaning.optional(),
    }),
    run(input) {
      const cluster = engine.clusters.put(input.clusterName, {
        capacityProviders: input.capacityProviders,
        defaultStrategy: input.defaultCapacityProviderStrategy,
      })
      return { cluster: describeCluster(engine, cluster) }
    },
  })
}
