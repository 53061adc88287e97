import { join } from 'node:path'
import type { Plugin } from '../plugin.ts'
import { createQueryApi } from '../protocol/aws-query.ts'
import type { Site } from '../site.ts'
import { snsActions } from './actions.ts'
import type { Targets } from './deliver.ts'
import { parseMessage } from './message.ts'
import { createOutbox } from './outbox.ts'
import { createPublishMessage } from './publish-message.ts'
import { subscriptionResource } from './subscription-resource.ts'
import { topicPolicyResource } from './topic-policy-resource.ts'
import { topicResource } from './topic-resource.ts'
import { createTopicStore } from './topic-store.ts'

/** The topics, for the other services of the local runtime. */
export interface Topics {
  /**
   * Resolves once the message is accepted. Rejects with NotFound for a topic that is not there, and with
   * InvalidParameter for what SNS would not take. `attributes` are of type String.
   */
  publish(
    topicArn: string,
    message: {
      readonly subject?: string
      readonly message: string
      /** What e-mail says, where it is not the message. */
      readonly mail?: string
      readonly attributes?: Readonly<Record<string, string>>
    },
  ): Promise<void>
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** SNS. Every message of every topic also becomes a mail in `<dataFolder>/outbox`, subscribed or not. */
export function createSns(site: Site, targets: Targets): Plugin & Topics {
  const topics = createTopicStore(join(site.dataFolder, 'sns'))
  const outbox = createOutbox(join(site.dataFolder, 'outbox'))
  const { publishMessage, settled } = createPublishMessage({ site, topics, outbox, targets })
  const service = { site, topics, publishMessage }
  return {
    scopes: ['sns'],
    resources: [topicResource(service), subscriptionResource(service), topicPolicyResource(service)],
    handle: createQueryApi('SNS', NAMESPACE, snsActions(service)),
    close: settled,
    async publish(topicArn, { subject, message, mail, attributes = {} }) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      )
      const input =
        mail === undefined
          ? { Message: message }
          : { Message: JSON.stringify({ default: message, email: mail }), MessageStructure: 'json' as const }
      await publishMessage(topicArn, parseMessage({ ...input, Subject: subject, MessageAttributes }))
    },
  }
}
