import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function deleteQueue({ queues, wakeups }: Service) {
  return jsonAction({
    name: 'DeleteQueue',
    input: z.object({ QueueUrl: z.string() }),
    run: ({ QueueUrl }) => {
      const queue = queues.byUrl(QueueUrl)
      queues.remove(queue)
      wakeups.wake(queue.name)
    },
  })
}
