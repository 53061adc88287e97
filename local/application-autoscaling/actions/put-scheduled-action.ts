import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { scheduledActionSchema } from '../definition/scheduled-action.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

export function putScheduledActionAction(registry: Registry) {
  return jsonAction({
    name: 'PutScheduledAction',
    input: scheduledActionSchema
      .omit({ Schedule: true })
      .extend({ ...targetId, Schedule: z.string().min(1).optional() }),
    run({ ServiceNamespace, ResourceId, ScalableDimension, ...input }) {
      registry.putScheduledAction({ ServiceNamespace, ResourceId, ScalableDimension }, input)
    },
  })
}
