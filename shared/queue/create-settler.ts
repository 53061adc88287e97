import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createRemover } from './create-remover.ts'
import { growingDelay } from './growing-delay.ts'
import type { HiddenMessage } from './keep-hidden.ts'
import type { MessageFate } from './message.ts'
import type { Queue } from './queue.ts'

/** Tells the queue what becomes of messages in hand. */
export function createSettler(deps: { queue: Queue; clock: Clock; random: () => number; log: Log }) {
  const { queue, random, log } = deps
  const remover = createRemover(deps)
  let draining = false
  let handedBack = 0

  return {
    async settle(hidden: HiddenMessage, fate: MessageFate): Promise<void> {
      const { message } = hidden
      if (draining && fate.kind === 'handed-back') handedBack += 1
      await hidden.release()
      if (hidden.isOver()) tellOver(hidden)
      else if (fate.kind === 'done') remover.remove(message)
      else if (fate.kind === 'handed-back') await comeBack(hidden, 0)
      else await comeBack(hidden, growingDelay(fate, message.receiveCount, random))
    },
    /** Messages whose work was not begun: the next one may have them at once. */
    async giveBack(messages: readonly HiddenMessage[]): Promise<void> {
      await Promise.all(
        messages.map(async (hidden) => {
          await hidden.release()
          await comeBack(hidden, 0)
        }),
      )
    },
    /** A message that was not kept hidden; what was to be said of it is not said with a stale receipt. */
    async letGo(hidden: HiddenMessage): Promise<void> {
      await hidden.release()
      tellOver(hidden)
    },
    /** From now on what is handed back counts. */
    drain(): void {
      draining = true
    },
    /** Resolves when the queue knows all; tells how many messages were handed back while draining. */
    async finish(): Promise<number> {
      await remover.finish()
      return handedBack
    },
  }

  /** Another may have it by now, and learns from the load's ledger what is left to do. */
  function tellOver({ message }: HiddenMessage): void {
    log.warn('Message let go: its visibility ran out, and its receipt is stale', { messageId: message.id })
  }

  async function comeBack(hidden: HiddenMessage, seconds: number): Promise<void> {
    try {
      await queue.setVisibility(hidden.message, Math.max(0, Math.min(seconds, hidden.secondsLeft())))
    } catch (error) {
      log.warn('Message comes back when its visibility runs out: the delay could not be set', {
        error,
        messageId: hidden.message.id,
      })
    }
  }
}
