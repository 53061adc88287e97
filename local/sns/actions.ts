import type { QueryAction } from '../protocol/aws-query.ts'
import { createTopic } from './actions/create-topic.ts'
import { deleteTopic } from './actions/delete-topic.ts'
import { getTopicAttributes } from './actions/get-topic-attributes.ts'
import { listSubscriptions } from './actions/list-subscriptions.ts'
import { listSubscriptionsByTopic } from './actions/list-subscriptions-by-topic.ts'
import { listTopics } from './actions/list-topics.ts'
import { publish } from './actions/publish.ts'
import { publishBatch } from './actions/publish-batch.ts'
import { subscribe } from './actions/subscribe.ts'
import { unsubscribe } from './actions/unsubscribe.ts'
import type { Service } from './service.ts'

/** All that SNS answers here, a file each. */
export function snsActions(service: Service): QueryAction[] {
  return [
    createTopic,
    deleteTopic,
    getTopicAttributes,
    listSubscriptions,
    listSubscriptionsByTopic,
    listTopics,
    publish,
    publishBatch,
    subscribe,
    unsubscribe,
  ].map((create) => create(service))
}
