import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { describeQueue } from '../describe-queue.ts'
import type { Service } from '../service.ts'

export function getQueueAttributes({ queues, messages }: Service) {
  return jsonAction({
    name: 'GetQueueAttributes',
    input: z.object({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).optional() }),
    run: ({ QueueUrl, AttributeNames = [] }) => {
      const wanted = Object.entries(describeQueue(queues.byUrl(QueueUrl), messages)).filter(
        ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
      )
      return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {}
    },
  })
}
