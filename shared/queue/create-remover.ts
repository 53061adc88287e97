import type { Clock } from '../platform/clock.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Log } from '../platform/log.ts'
import { OVER } from '../platform/over.ts'
import { BATCH_MAX, GATHER_MS } from './limits.ts'
import type { QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'
import { slept } from './slept.ts'

/**
 * Deletes messages, those of a short while together. What cannot be deleted is told and let be: it is delivered again,
 * and its load is found to be at its end.
 */
export function createRemover(deps: { queue: Pick<Queue, 'remove'>; clock: Clock; log: Log }) {
  const { queue, clock, log } = deps
  const waiting: QueueMessage[] = []
  const hurry = new AbortController()
  let full = new AbortController()
  let removing: Promise<void> | undefined

  return {
    remove(message: QueueMessage): void {
      waiting.push(message)
      if (waiting.length >= BATCH_MAX) full.abort(OVER)
      removing ??= removeAll()
    },
    /** Resolves when no deletion is on its way; from now on none waits for others. */
    async finish(): Promise<void> {
      hurry.abort(OVER)
      await removing
    },
  }

  async function removeAll(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < BATCH_MAX)
        await slept(clock, GATHER_MS, AbortSignal.any([full.signal, hurry.signal]))
      full = new AbortController()
      await removeSome(waiting.splice(0, BATCH_MAX))
    }
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
