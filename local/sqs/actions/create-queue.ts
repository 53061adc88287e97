import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import { queueUrl } from '../queue-address.ts'
import { parseAttributes } from '../queue-attributes.ts'
import type { Service } from '../service.ts'

export function createQueue({ site, queues }: Service) {
  return jsonAction({
    name: 'CreateQueue',
    input: z.object({
      QueueName: z.string(),
      Attributes: z.record(z.string(), z.string()).optional(),
      tags: z.record(z.string(), z.string()).optional(),
    }),
    run: ({ QueueName, Attributes = {}, tags }) => {
      const attributes = parseAttributes(Attributes)
      const existing = queues.find(QueueName)
      if (!existing) queues.create(QueueName, attributes, tags)
      else {
        const different = Object.keys(attributes).find(
          (name) => attributes[name] !== existing.attributes[name],
        )
        if (different) {
          throw new ApiError(
            'QueueAlreadyExists',
            `A queue already exists with the same name and a different value for attribute ${different}: ${QueueName}`,
          )
        }
      }
      return { QueueUrl: queueUrl(site, QueueName) }
    },
  })
}
