import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import {
  BATCH_MAX,
  RECEIVE_BACKOFF_MS,
  RECEIVE_BACKOFF_MS_MAX,
  VISIBILITY_SECONDS,
  WAIT_SECONDS,
} from './limits.ts'
import type { QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'
import { slept } from './slept.ts'

/**
 * Receives, and never gives up: what fails is told, waited for and answered with no messages. A stop does not break an
 * open poll off, for SQS may give a message to a poll whose other end has left, and hides it for nobody; the poll ends
 * by itself, or when what is in hand must be handed back.
 */
export function createReceiver(deps: { queue: Queue; clock: Clock; random: () => number; log: Log }) {
  const { queue, clock, random, log } = deps
  let failedReceives = 0

  return async function receive(
    free: number,
    { stop, handBack }: { readonly stop: AbortSignal; readonly handBack: AbortSignal },
  ): Promise<readonly QueueMessage[]> {
    try {
      const messages = await queue.receive({
        max: Math.min(free, BATCH_MAX),
        waitSeconds: WAIT_SECONDS,
        visibilitySeconds: VISIBILITY_SECONDS,
        signal: handBack,
      })
      failedReceives = 0
      return messages
    } catch (error) {
      if (handBack.aborted) return []
      const wait = Math.min(RECEIVE_BACKOFF_MS * 2 ** failedReceives++, RECEIVE_BACKOFF_MS_MAX)
      log.error('Queue could not be read: it is tried again', { error, failedReceives })
      await slept(clock, wait * (0.5 + random() / 2), stop)
      return []
    }
  }
}
