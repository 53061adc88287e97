import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { capacity, suspendedStateSchema } from '../definition/scalable-target.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

export function registerScalableTargetAction(registry: Registry) {
  return jsonAction({
    name: 'RegisterScalableTarget',
    input: z.strictObject({
      ...targetId,
      MinCapacity: capacity.optional(),
      MaxCapacity: capacity.optional(),
      SuspendedState: suspendedStateSchema.optional(),
      // Permissions have no effect here.
      RoleARN: z.string().optional(),
    }),
    run: (input) => ({ ScalableTargetARN: registry.register(input).arn }),
  })
}
