import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

export function deleteScalingPolicyAction(registry: Registry) {
  return jsonAction({
    name: 'DeleteScalingPolicy',
    input: z.strictObject({ ...targetId, PolicyName: z.string() }),
    run: (input) => registry.deletePolicy(input, input.PolicyName),
  })
}
