import { z } from 'zod'
import type { ResourceRequest, ResourceType } from '../plugin.ts'
import { queueUrl } from './queue-address.ts'
import { parseAttributes, type QueueAttributes } from './queue-attributes.ts'
import type { Service } from './service.ts'

const NAME_LENGTH_MAX = 80
const FIFO_ENDING = '.fifo'

// Parameters of a template arrive as text, and so do all attributes of a queue.
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const policy = z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value))

const queueProperties = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: scalar.optional(),
  ContentBasedDeduplication: scalar.optional(),
  DeduplicationScope: scalar.optional(),
  FifoThroughputLimit: scalar.optional(),
  VisibilityTimeout: scalar.optional(),
  DelaySeconds: scalar.optional(),
  ReceiveMessageWaitTimeSeconds: scalar.optional(),
  MaximumMessageSize: scalar.optional(),
  MessageRetentionPeriod: scalar.optional(),
  RedrivePolicy: policy.optional(),
  RedriveAllowPolicy: policy.optional(),
  KmsMasterKeyId: scalar.optional(),
  KmsDataKeyReusePeriodSeconds: scalar.optional(),
  SqsManagedSseEnabled: scalar.optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: scalar })).optional(),
})

export function queueResource(service: Service): ResourceType<z.infer<typeof queueProperties>> {
  const { site, queues, wakeups } = service
  return {
    type: 'AWS::SQS::Queue',
    properties: queueProperties,
    apply: async (request) => {
      const { QueueName: _in_the_name, Tags = [], ...given } = request.properties
      const name = nameOf(request)
      const attributes = parseAttributes(withoutUndefined(given))
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
      const existing = queues.find(name)
      const queue = existing
        ? queues.setTags(queues.setAttributes(existing, attributes, true), tags)
        : queues.create(name, attributes, tags)
      const url = queueUrl(site, name)
      return { physicalId: url, attributes: { Arn: queue.arn, QueueName: name, QueueUrl: url } }
    },
    takenName: async (request) => queues.find(nameOf(request))?.name,
    remove: async ({ attributes: { QueueName: name = '' } }) => {
      const queue = queues.find(name)
      if (!queue) return
      queues.remove(queue)
      wakeups.wake(name)
    },
  }
}

function nameOf({ properties, physicalName }: ResourceRequest<z.infer<typeof queueProperties>>): string {
  const ending = properties.FifoQueue === 'true' ? FIFO_ENDING : ''
  return properties.QueueName ?? physicalName({ maxLength: NAME_LENGTH_MAX - ending.length }) + ending
}

function withoutUndefined(given: Readonly<Record<string, string | undefined>>): QueueAttributes {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
