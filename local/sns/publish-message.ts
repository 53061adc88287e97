import { randomUUID } from 'node:crypto'
import { relative } from 'node:path'
import type { Site } from '../site.ts'
import { deliver, sendDeadLetter, type Targets } from './deliver.ts'
import type { Notification } from './envelope.ts'
import type { TopicMessage } from './message.ts'
import type { createOutbox } from './outbox.ts'
import { permitted } from './permitted.ts'
import type { Subscription, TopicStore } from './topic-store.ts'

export type PublishMessage = ReturnType<typeof createPublishMessage>['publishMessage']

export function createPublishMessage(deps: {
  readonly site: Site
  readonly topics: TopicStore
  readonly outbox: ReturnType<typeof createOutbox>
  readonly targets: Targets
}) {
  const { site, topics, outbox, targets } = deps
  const underway = new Set<Promise<void>>()

  /** Resolves with the message's id once its mail lies in the outbox; subscribers get it soon after. */
  async function publishMessage(topicArn: string, message: TopicMessage): Promise<string> {
    const topic = topics.topic(topicArn)
    const subscriptions = topics.subscriptions(topicArn)
    const messageId = randomUUID()
    const date = new Date(site.clock.now())
    const file = await outbox.put({
      messageId,
      topicArn,
      from: topic.displayName || undefined,
      to: subscriptions.filter(({ protocol }) => protocol === 'email').map(({ endpoint }) => endpoint),
      subject: message.subject,
      text: textFor(message, 'email'),
      date,
    })
    site.logs.say('mail', `${message.subject ?? topic.name} → ${relative(site.dataFolder, file)}`)
    for (const subscription of subscriptions) {
      const delivery = reach(subscription, {
        messageId,
        topicArn,
        subscriptionArn: subscription.arn,
        subject: message.subject,
        text: textFor(message, subscription.protocol),
        timestamp: date.toISOString(),
        attributes: message.attributes,
        siteEndpoint: site.endpoint(),
      }).finally(() => underway.delete(delivery))
      underway.add(delivery)
    }
    return messageId
  }

  /** Never rejects: a publisher hears nothing of its subscribers. */
  async function reach(subscription: Subscription, notification: Notification): Promise<void> {
    const { protocol, endpoint, deadLetterArn } = subscription
    try {
      await deliver(permitted(targets, site, subscription.topicArn), subscription, notification)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      site.logs.say('sns', `Not delivered to ${protocol} ${endpoint}: ${reason}`)
      if (!deadLetterArn) return
      const reached = permitted(targets, site, subscription.topicArn)
      await sendDeadLetter(reached, deadLetterArn, notification, reason).catch((failed) =>
        site.logs.say(
          'sns',
          `Message ${notification.messageId} is lost: ${deadLetterArn} took it neither: ${failed}`,
        ),
      )
    }
  }

  return {
    publishMessage,
    /** Resolves once nothing is on its way any more. */
    settled: async () => {
      await Promise.all(underway)
    },
  }
}

function textFor({ texts }: TopicMessage, protocol: Subscription['protocol']): string {
  return texts[protocol] ?? texts.default
}
