import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function untagQueue({ queues }: Service) {
  return jsonAction({
    name: 'UntagQueue',
    input: z.object({ QueueUrl: z.string(), TagKeys: z.array(z.string()) }),
    run: ({ QueueUrl, TagKeys }) => {
      const queue = queues.byUrl(QueueUrl)
      const left = Object.entries(queue.tags).filter(([name]) => !TagKeys.includes(name))
      queues.setTags(queue, Object.fromEntries(left))
    },
  })
}
