import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { queueUrl } from '../queue-address.ts'
import type { Service } from '../service.ts'

const RESULTS_MAX = 1_000

export function listQueues({ site, queues }: Service) {
  return jsonAction({
    name: 'ListQueues',
    input: z.object({
      QueueNamePrefix: z.string().optional(),
      MaxResults: z.number().int().min(1).max(RESULTS_MAX).optional(),
      NextToken: z.string().optional(),
    }),
    run: ({ QueueNamePrefix = '', MaxResults = RESULTS_MAX, NextToken = '' }) => {
      const names = queues
        .list()
        .map(({ name }) => name)
        .filter((name) => name.startsWith(QueueNamePrefix) && name > NextToken)
      const page = names.slice(0, MaxResults)
      return {
        QueueUrls: page.map((name) => queueUrl(site, name)),
        NextToken: names.length > page.length ? page.at(-1) : undefined,
      }
    },
  })
}
