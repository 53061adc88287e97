import type { QueueMessage } from '../../../../shared/queue/message.ts'
import type { Queue, ReceiveRequest } from '../../../../shared/queue/queue.ts'

export interface FakeQueue extends Queue {
  /** Ends the open poll with these messages. */
  deliver(...messages: readonly QueueMessage[]): void
  failPoll(error: Error): void
  /** What the open poll asked for. */
  readonly poll: ReceiveRequest | undefined
  readonly polls: number
  readonly removed: string[]
  /** The ids of each call. */
  readonly deletions: string[][]
  /** Every visibility that was set, as `message seconds`. */
  readonly visibility: string[]
  faults: {
    remove?: (messages: readonly QueueMessage[]) => ReturnType<Queue['remove']>
    setVisibility?: (message: QueueMessage, seconds: number) => Promise<void>
  }
}

export function message(id: string, receiveCount = 1): QueueMessage {
  return { id, receipt: `receipt-${id}`, body: id, receiveCount }
}

export function createFakeQueue(): FakeQueue {
  let open: (ReceiveRequest & PromiseWithResolvers<readonly QueueMessage[]>) | undefined
  const queue = {
    polls: 0,
    removed: [] as string[],
    deletions: [] as string[][],
    visibility: [] as string[],
    faults: {} as FakeQueue['faults'],
    get poll() {
      return open
    },
    deliver: (...messages: readonly QueueMessage[]) => take().resolve(messages),
    failPoll: (error: Error) => take().reject(error),
    receive: (request: ReceiveRequest) => {
      queue.polls += 1
      const poll = { ...request, ...Promise.withResolvers<readonly QueueMessage[]>() }
      open = poll
      request.signal.addEventListener('abort', () => {
        poll.reject(request.signal.reason)
      })
      return poll.promise
    },
    remove: async (messages: readonly QueueMessage[]) => {
      queue.deletions.push(messages.map(({ id }) => id))
      const failures = (await queue.faults.remove?.(messages)) ?? []
      const failed = new Set(failures.map(({ messageId }) => messageId))
      queue.removed.push(...messages.map(({ id }) => id).filter((id) => !failed.has(id)))
      return failures
    },
    setVisibility: async (of: QueueMessage, seconds: number) => {
      await queue.faults.setVisibility?.(of, seconds)
      queue.visibility.push(`${of.id} ${seconds}`)
    },
  }
  return queue

  function take() {
    if (!open) throw new Error('The worker does not poll')
    const poll = open
    open = undefined
    return poll
  }
}
