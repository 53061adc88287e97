import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { ApiError } from '../../protocol/api-error.ts'
import { capacityProviderSchema, capacityStrategySchema } from '../cluster/capacity.ts'
import { noLocalMeaning, tags } from '../definition/parts.ts'
import { templateProperties } from '../definition/template-keys.ts'
import type { Engine } from '../engine.ts'
import { isLive } from '../task/task.ts'
import { untilStopped } from '../task/until-stopped.ts'

const NAME_LENGTH_MAX = 255
const CLUSTER_GONE = 'Task stopped: its cluster is deleted.'

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

export function clusterResource({
  site,
  clusters,
  services,
  tasks,
}: Engine): ResourceType<z.output<typeof clusterSchema>> {
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
    async takenName({ properties, physicalName }) {
      const name = properties.clusterName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      return clusters.all().find((cluster) => cluster.name === name)?.name
    },
    /** Tasks that stand alone are told to stop, and waited for. */
    async remove({ physicalId: name }) {
      const isHere = ({ cluster }: { cluster: { name: string } }) => cluster.name === name
      const active = services.all().filter((service) => isHere(service) && service.status === 'ACTIVE')
      if (active.length > 0) {
        throw new ApiError(
          'ClusterContainsServicesException',
          `The Cluster cannot be deleted while Services are active: ${active.map((service) => service.name).join(', ')}.`,
        )
      }
      const live = () => tasks.all().filter((task) => isHere(task) && isLive(task))
      for (const task of live()) tasks.stop(task, { code: 'UserInitiated', reason: CLUSTER_GONE })
      await untilStopped(live, site.clock)
      clusters.remove(name)
    },
  }
}
