import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function startMessageMoveTask({ queues, moveTasks }: Service) {
  return jsonAction({
    name: 'StartMessageMoveTask',
    input: z.object({
      SourceArn: z.string(),
      DestinationArn: z.string().optional(),
      MaxNumberOfMessagesPerSecond: z.number().int().min(1).max(500).optional(),
    }),
    run: ({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }) => {
      const { handle } = moveTasks.start(queues.byArn(SourceArn), {
        destinationArn: DestinationArn && queues.byArn(DestinationArn).arn,
        perSecondMax: MaxNumberOfMessagesPerSecond,
      })
      return { TaskHandle: handle }
    },
  })
}
