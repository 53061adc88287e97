import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import { parseAttributes } from '../queue-attributes.ts'
import { isFifo } from '../queue-store.ts'
import type { Service } from '../service.ts'

export function setQueueAttributes({ queues, wakeups }: Service) {
  return jsonAction({
    name: 'SetQueueAttributes',
    input: z.object({ QueueUrl: z.string(), Attributes: z.record(z.string(), z.string()) }),
    run: ({ QueueUrl, Attributes }) => {
      const queue = queues.byUrl(QueueUrl)
      if ((Attributes.FifoQueue ?? String(isFifo(queue))) !== String(isFifo(queue))) {
        throw new ApiError('InvalidAttributeName', 'FifoQueue cannot be changed: make a new queue.')
      }
      queues.setAttributes(queue, parseAttributes(Attributes))
      wakeups.wake(queue.name)
    },
  })
}
