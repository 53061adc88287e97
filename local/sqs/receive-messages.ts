import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { MessageStore, StoredMessage } from './message-store.ts'
import type { Queue } from './queue-store.ts'
import type { Wakeups } from './wakeups.ts'

export interface ReceiveOptions {
  readonly max: number
  readonly waitSeconds: number
  readonly visibilitySeconds: number
  /** The receiver has gone: it gets nothing any more. */
  readonly signal: AbortSignal
}

export type ReceiveMessages = ReturnType<typeof createReceiveMessages>

/** Takes what is visible, or waits for it: on a send and on the end of a visibility, not by asking again. */
export function createReceiveMessages(deps: {
  readonly clock: Clock
  readonly messages: MessageStore
  readonly wakeups: Wakeups
  readonly closed: () => boolean
}) {
  const { clock, messages, wakeups, closed } = deps

  return async function receiveMessages(queue: Queue, options: ReceiveOptions): Promise<StoredMessage[]> {
    const deadline = clock.now() + options.waitSeconds * 1_000
    while (!options.signal.aborted && !closed()) {
      const since = clock.now()
      const found = messages.take(queue, options.max, options.visibilitySeconds)
      const now = clock.now()
      if (found.length > 0 || now >= deadline) return found
      // As of before the take: what became visible since then must not be slept through.
      const next = Math.min(deadline, messages.nextVisibleAt(queue, since) ?? deadline)
      await wakeups.wait(queue.name, next - now, options.signal)
      // A turn of the event loop: a receiver whose end is already on the way here must not be given the message.
      await turn()
    }
    return []
  }
}
