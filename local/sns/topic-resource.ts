import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'
import { newSubscription } from './new-subscription.ts'
import type { Service } from './service.ts'
import { TOPIC_NAME_LENGTH_MAX, topicArnOf } from './topic-name.ts'

const topicProperties = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  Subscription: z.array(z.strictObject({ Protocol: z.string(), Endpoint: z.string() })).optional(),
  // Without meaning here: encryption, signatures, tracing, cost.
  KmsMasterKeyId: z.unknown().optional(),
  SignatureVersion: z.unknown().optional(),
  TracingConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
})

export function topicResource({ site, topics }: Service): ResourceType<z.infer<typeof topicProperties>> {
  return {
    type: 'AWS::SNS::Topic',
    properties: topicProperties,
    apply: async ({ properties, physicalName }) => {
      const name = properties.TopicName ?? physicalName({ maxLength: TOPIC_NAME_LENGTH_MAX })
      const arn = topicArnOf(site, name)
      topics.putTopic({ arn, name, displayName: properties.DisplayName, origin: 'template' })
      for (const { Protocol: protocol, Endpoint: endpoint } of properties.Subscription ?? []) {
        topics.putSubscription(
          newSubscription({
            arn: `${arn}:${sameId(protocol, endpoint)}`,
            topicArn: arn,
            protocol,
            endpoint,
            origin: 'template',
          }),
        )
      }
      return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } }
    },
    takenName: async ({ properties, physicalName }) => {
      const name = properties.TopicName ?? physicalName({ maxLength: TOPIC_NAME_LENGTH_MAX })
      return topics.topics().find(({ arn }) => arn === topicArnOf(site, name))?.arn
    },
    remove: async ({ physicalId: arn }) => topics.removeTopic(arn),
  }
}

/** The same id at every start, of the form of a UUID. */
export function sameId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
