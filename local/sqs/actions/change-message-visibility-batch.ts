import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { entryId, runBatch } from '../batch.ts'
import type { Service } from '../service.ts'
import { visibilityInput } from './change-message-visibility.ts'

export function changeMessageVisibilityBatch({ queues, messages, wakeups }: Service) {
  return jsonAction({
    name: 'ChangeMessageVisibilityBatch',
    input: z.object({ QueueUrl: z.string(), Entries: z.array(visibilityInput.extend({ Id: entryId })) }),
    run: ({ QueueUrl, Entries }) => {
      const queue = queues.byUrl(QueueUrl)
      const result = runBatch(Entries, ({ Id, ReceiptHandle, VisibilityTimeout }) => {
        messages.setVisibility(queue, ReceiptHandle, VisibilityTimeout)
        return { Id }
      })
      wakeups.wake(queue.name)
      return result
    },
  })
}
