import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { queueUrl } from '../queue-address.ts'
import type { Service } from '../service.ts'

export function getQueueUrl({ site, queues }: Service) {
  return jsonAction({
    name: 'GetQueueUrl',
    input: z.object({ QueueName: z.string() }),
    run: ({ QueueName }) => ({ QueueUrl: queueUrl(site, queues.byName(QueueName).name) }),
  })
}
