import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function listQueueTags({ queues }: Service) {
  return jsonAction({
    name: 'ListQueueTags',
    input: z.object({ QueueUrl: z.string() }),
    run: ({ QueueUrl }) => ({ Tags: queues.byUrl(QueueUrl).tags }),
  })
}
