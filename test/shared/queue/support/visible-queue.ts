import type { Clock } from '../../../../shared/platform/clock.ts'
import type { QueueMessage } from '../../../../shared/queue/message.ts'
import type { Queue } from '../../../../shared/queue/queue.ts'
import { slept } from '../../../../shared/queue/slept.ts'

interface Stored {
  readonly id: string
  readonly body: string
  visibleAt: number
  receiveCount: number
}

const LOOK_EVERY_MS = 500

/** A standard queue on a test's clock: visibility by time, receipts of one delivery each, stale ones without effect. */
export function createVisibleQueue(clock: Clock) {
  const messages: Stored[] = []
  let sent = 0
  const queue: Queue = {
    receive: async ({ max, waitSeconds, visibilitySeconds, signal }) => {
      const until = clock.monotonic() + waitSeconds * 1000
      for (;;) {
        signal.throwIfAborted()
        const found = messages.filter(({ visibleAt }) => visibleAt <= clock.monotonic()).slice(0, max)
        if (found.length > 0) return found.map((stored) => given(stored, visibilitySeconds))
        if (clock.monotonic() >= until) return []
        await slept(clock, LOOK_EVERY_MS, signal)
      }
    },
    remove: async (deliveries) => {
      for (const delivery of deliveries) {
        const stored = current(delivery)
        if (stored) messages.splice(messages.indexOf(stored), 1)
      }
      return []
    },
    setVisibility: async (delivery, seconds) => {
      const stored = current(delivery)
      if (!stored) throw new Error(`${delivery.receipt} is not in flight`)
      stored.visibleAt = clock.monotonic() + seconds * 1000
    },
  }
  return {
    ...queue,
    messages,
    send: (body: string) => void messages.push({ id: `m${sent++}`, body, visibleAt: 0, receiveCount: 0 }),
  }

  function given(stored: Stored, visibilitySeconds: number): QueueMessage {
    stored.visibleAt = clock.monotonic() + visibilitySeconds * 1000
    stored.receiveCount++
    const { id, body, receiveCount } = stored
    return { id, body, receiveCount, receipt: `${id}#${receiveCount}` }
  }

  function current({ receipt }: QueueMessage): Stored | undefined {
    return messages.find(({ id, receiveCount }) => receipt === `${id}#${receiveCount}`)
  }
}
