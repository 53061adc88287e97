import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
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
  const { site, queues } = service
  return {
    type: 'AWS::SQS::Queue',
    properties: queueProperties,
    apply: async ({ properties, physicalName }) => {
      const { QueueName, Tags = [], ...given } = properties
      const ending = given.FifoQueue === 'true' ? FIFO_ENDING : ''
      const name = QueueName ?? physicalName({ maxLength: NAME_LENGTH_MAX - ending.length }) + ending
      const attributes = parseAttributes(withoutUndefined(given))
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
      const existing = queues.find(name)
      const queue = existing
        ? queues.setTags(queues.setAttributes(existing, attributes, true), tags)
        : queues.create(name, attributes, tags)
      const url = queueUrl(site, name)
      return { physicalId: url, attributes: { Arn: queue.arn, QueueName: name, QueueUrl: url } }
    },
  }
}

function withoutUndefined(given: Readonly<Record<string, string | undefined>>): QueueAttributes {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
