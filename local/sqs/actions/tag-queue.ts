import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function tagQueue({ queues }: Service) {
  return jsonAction({
    name: 'TagQueue',
    input: z.object({ QueueUrl: z.string(), Tags: z.record(z.string(), z.string()) }),
    run: ({ QueueUrl, Tags }) => {
      const queue = queues.byUrl(QueueUrl)
      queues.setTags(queue, { ...queue.tags, ...Tags })
    },
  })
}
