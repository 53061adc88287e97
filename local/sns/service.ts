import type { Site } from '../site.ts'
import type { PublishMessage } from './publish-message.ts'
import type { TopicStore } from './topic-store.ts'

/** The parts that actions and resources work on. */
export interface Service {
  readonly site: Site
  readonly topics: TopicStore
  readonly publishMessage: PublishMessage
}
