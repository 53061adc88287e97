import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Registry } from '../registry.ts'
import { listInput, wants } from './list-input.ts'

export function describeScalableTargetsAction(registry: Registry) {
  const { ResourceId: _one, ...input } = listInput
  return jsonAction({
    name: 'DescribeScalableTargets',
    input: z.strictObject({ ...input, ResourceIds: z.array(z.string()).optional() }),
    run: ({ ResourceIds }) => ({
      ScalableTargets: registry
        .all()
        .filter(({ id }) => wants(ResourceIds, id.ResourceId))
        .map(({ id, arn, min, max, suspended, createdAt }) => ({
          ...id,
          ScalableTargetARN: arn,
          MinCapacity: min,
          MaxCapacity: max,
          SuspendedState: {
            DynamicScalingInSuspended: false,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
            ...suspended,
          },
          CreationTime: createdAt / 1000,
        })),
    }),
  })
}
