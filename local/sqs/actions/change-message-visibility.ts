import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export const visibilityInput = z.object({
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number().int().min(0).max(43_200),
})

export function changeMessageVisibility({ queues, messages, wakeups }: Service) {
  return jsonAction({
    name: 'ChangeMessageVisibility',
    input: visibilityInput.extend({ QueueUrl: z.string() }),
    run: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
      const queue = queues.byUrl(QueueUrl)
      messages.setVisibility(queue, ReceiptHandle, VisibilityTimeout)
      wakeups.wake(queue.name)
    },
  })
}
