import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function cancelMessageMoveTask({ moveTasks }: Service) {
  return jsonAction({
    name: 'CancelMessageMoveTask',
    input: z.object({ TaskHandle: z.string() }),
    run: ({ TaskHandle }) => ({
      ApproximateNumberOfMessagesMoved: moveTasks.cancel(TaskHandle).moved,
    }),
  })
}
