import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'

// What a template made comes again from the template at every start; what calls made is kept.
const origin = z.enum(['template', 'call'])

const topicSchema = z.object({
  arn: z.string(),
  name: z.string(),
  /** The name mails come from. */
  displayName: z.string().optional(),
  origin,
})

const subscriptionSchema = z.object({
  arn: z.string(),
  topicArn: z.string(),
  protocol: z.enum(['sqs', 'lambda', 'http', 'https', 'email']),
  /** An ARN, a URL, or an address. */
  endpoint: z.string(),
  /** The message itself, without SNS's envelope. */
  raw: z.boolean(),
  /** A queue for what cannot be delivered. */
  deadLetterArn: z.string().optional(),
  origin,
})

const stateSchema = z.object({ topics: z.array(topicSchema), subscriptions: z.array(subscriptionSchema) })

export type Topic = z.infer<typeof topicSchema>
export type Subscription = z.infer<typeof subscriptionSchema>
export type TopicStore = ReturnType<typeof createTopicStore>

export function createTopicStore(folder: string) {
  const file = join(folder, 'topics.json')
  const state = readState(file)
  const topics = new Map(state.topics.map((topic) => [topic.arn, topic]))
  const subscriptions = new Map(state.subscriptions.map((subscription) => [subscription.arn, subscription]))

  function save(): void {
    const made = <Thing extends { origin: string }>(things: Map<string, Thing>) =>
      [...things.values()].filter((thing) => thing.origin === 'call')
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      `${file}.part`,
      JSON.stringify({ topics: made(topics), subscriptions: made(subscriptions) }, null, 2),
    )
    renameSync(`${file}.part`, file)
  }

  return {
    topics: () => [...topics.values()],
    topic(arn: string): Topic {
      const topic = topics.get(arn)
      if (topic) return topic
      throw new ApiError('NotFound', `Topic does not exist: ${arn}. Is it in the template?`, 404)
    },
    putTopic(topic: Topic): void {
      topics.set(topic.arn, topic)
      save()
    },
    removeTopic(arn: string): void {
      topics.delete(arn)
      for (const [key, { topicArn }] of subscriptions) if (topicArn === arn) subscriptions.delete(key)
      save()
    },
    subscriptions: (topicArn?: string) =>
      [...subscriptions.values()].filter((one) => topicArn === undefined || one.topicArn === topicArn),
    /** The subscription that is there already, where the topic has one for that endpoint. */
    putSubscription(subscription: Subscription): Subscription {
      const { topicArn, protocol, endpoint } = subscription
      for (const [arn, other] of subscriptions) {
        const same = other.topicArn === topicArn && other.protocol === protocol && other.endpoint === endpoint
        if (same && arn !== subscription.arn && subscription.origin === 'call') return other
        if (same) subscriptions.delete(arn)
      }
      subscriptions.set(subscription.arn, subscription)
      save()
      return subscription
    },
    removeSubscription(arn: string): void {
      subscriptions.delete(arn)
      save()
    },
  }
}

function readState(file: string): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { topics: [], subscriptions: [] }
    throw new Error(`Cannot read the subscriptions in ${file}: repair it, or delete it.`, { cause: error })
  }
}
