import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function deleteMessage({ queues, messages, wakeups }: Service) {
  return jsonAction({
    name: 'DeleteMessage',
    input: z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() }),
    run: ({ QueueUrl, ReceiptHandle }) => {
      const queue = queues.byUrl(QueueUrl)
      messages.remove(queue, ReceiptHandle)
      wakeups.wake(queue.name)
    },
  })
}
