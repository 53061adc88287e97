import type { Site } from '../site.ts'
import type { Database } from './database.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import { createMoveTasks, type MoveTasks } from './move-tasks.ts'
import { createQueueStore, type QueueStore } from './queue-store.ts'
import { createReceiveMessages, type ReceiveMessages } from './receive-messages.ts'
import { createWakeups, type Wakeups } from './wakeups.ts'

/** The parts that actions and other services work on. */
export interface Service {
  readonly site: Site
  readonly queues: QueueStore
  readonly messages: MessageStore
  readonly wakeups: Wakeups
  readonly receiveMessages: ReceiveMessages
  readonly moveTasks: MoveTasks
  /** Ends every wait for messages; from now on none are given. */
  endPolls(): void
  /** Ends every wait and every task; nothing is asked of the database afterwards. */
  close(): Promise<void>
}

export function createService(site: Site, database: Database): Service {
  let ending = false
  const { clock } = site
  const queues = createQueueStore(site, database)
  const messages = createMessageStore(clock, database, queues)
  const wakeups = createWakeups()
  const moveTasks = createMoveTasks({ clock, database, queues, wakeups })
  const endPolls = () => {
    ending = true
    wakeups.close()
  }
  return {
    site,
    queues,
    messages,
    wakeups,
    receiveMessages: createReceiveMessages({ clock, messages, wakeups, closed: () => ending }),
    moveTasks,
    endPolls,
    close: async () => {
      endPolls()
      await moveTasks.close()
    },
  }
}
