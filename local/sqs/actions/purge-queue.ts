import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Service } from '../service.ts'

export function purgeQueue({ queues, messages }: Service) {
  return jsonAction({
    name: 'PurgeQueue',
    input: z.object({ QueueUrl: z.string() }),
    run: ({ QueueUrl }) => messages.purge(queues.byUrl(QueueUrl)),
  })
}
