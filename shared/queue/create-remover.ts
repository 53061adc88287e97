import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import { BATCH_MAX } from './limits.ts'
import type { QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'

/**
 * Deletes messages, those that come while a deletion is on its way together. What cannot be deleted is told and let
 * be: it is delivered again, and its load is found to be at its end.
 */
export function createRemover({ queue, log }: { queue: Pick<Queue, 'remove'>; log: Log }) {
  const waiting: QueueMessage[] = []
  let removing: Promise<void> | undefined

  return {
    remove(message: QueueMessage): void {
      waiting.push(message)
      removing ??= removeAll()
    },
    /** Resolves when no deletion is on its way. */
    async idle(): Promise<void> {
      await removing
    },
  }

  async function removeAll(): Promise<void> {
    while (waiting.length > 0) await removeSome(waiting.splice(0, BATCH_MAX))
    removing = undefined
  }

  async function removeSome(messages: readonly QueueMessage[]): Promise<void> {
    try {
      const failures = await queue.remove(messages)
      for (const failure of failures) log.error('Message not deleted: it will come again', { ...failure })
      for (const { id } of messages) faultPoint('message-deleted', id)
    } catch (error) {
      const messageIds = messages.map(({ id }) => id)
      log.error('Messages not deleted: they will come again', { error, messageIds })
    }
  }
}
