import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function listMessageMoveTasks({ queues, moveTasks }: Service) {
  return jsonAction({
    name: 'ListMessageMoveTasks',
    input: z.object({ SourceArn: z.string(), MaxResults: z.number().int().min(1).max(10).optional() }),
    run: ({ SourceArn, MaxResults = 1 }) => ({
      Results: moveTasks.list(queues.byArn(SourceArn), MaxResults).map((task) => ({
        TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
        Status: task.status,
        SourceArn: task.sourceArn,
        DestinationArn: task.destinationArn,
        MaxNumberOfMessagesPerSecond: task.perSecondMax,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        FailureReason: task.failure,
        StartedTimestamp: task.startedAt,
      })),
    }),
  })
}
