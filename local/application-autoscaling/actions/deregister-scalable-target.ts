import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

export function deregisterScalableTargetAction(registry: Registry) {
  return jsonAction({
    name: 'DeregisterScalableTarget',
    input: z.strictObject(targetId),
    run: (input) => registry.deregister(input),
  })
}
