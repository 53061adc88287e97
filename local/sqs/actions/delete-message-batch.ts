import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { entryId, runBatch } from '../batch.ts'
import type { Service } from '../service.ts'

export function deleteMessageBatch({ queues, messages, wakeups }: Service) {
  return jsonAction({
    name: 'DeleteMessageBatch',
    input: z.object({
      QueueUrl: z.string(),
      Entries: z.array(z.object({ Id: entryId, ReceiptHandle: z.string() })),
    }),
    run: ({ QueueUrl, Entries }) => {
      const queue = queues.byUrl(QueueUrl)
      const result = runBatch(Entries, ({ Id, ReceiptHandle }) => {
        messages.remove(queue, ReceiptHandle)
        return { Id }
      })
      wakeups.wake(queue.name)
      return result
    },
  })
}
