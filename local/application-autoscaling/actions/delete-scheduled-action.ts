import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

export function deleteScheduledActionAction(registry: Registry) {
  return jsonAction({
    name: 'DeleteScheduledAction',
    input: z.strictObject({ ...targetId, ScheduledActionName: z.string() }),
    run: (input) => registry.deleteScheduledAction(input, input.ScheduledActionName),
  })
}
