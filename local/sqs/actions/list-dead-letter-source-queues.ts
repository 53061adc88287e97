import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { sourcesOf } from '../move-tasks.ts'
import { queueUrl } from '../queue-address.ts'
import type { Service } from '../service.ts'

export function listDeadLetterSourceQueues({ site, queues }: Service) {
  return jsonAction({
    name: 'ListDeadLetterSourceQueues',
    input: z.object({ QueueUrl: z.string() }),
    run: ({ QueueUrl }) => ({
      queueUrls: sourcesOf(queues, queues.byUrl(QueueUrl)).map(({ name }) => queueUrl(site, name)),
    }),
  })
}
