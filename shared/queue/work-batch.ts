import type { Log } from '../platform/log.ts'
import { growingDelay } from './growing-delay.ts'
import type { HandleMessage, MessageFate, QueueMessage } from './message.ts'

/** How many messages of a batch are worked at once. */
const BATCH_CONCURRENCY = 5
/** When a message comes back first that could not be worked for a reason nobody foresaw. */
export const UNFORESEEN_RETRY_SECONDS = 30

/** The answer that Lambda reads: the messages named here stay in the queue, all others are deleted. */
export interface BatchResult {
  readonly batchItemFailures: { readonly itemIdentifier: string }[]
}

export interface WorkBatchDeps {
  readonly handle: HandleMessage
  /** Says when a message that stays is delivered again. */
  readonly postpone: (message: QueueMessage, seconds: number) => Promise<void>
  readonly random: () => number
}

/** Works the messages of one batch, each with a fate of its own. */
export async function workBatch(
  messages: readonly QueueMessage[],
  deps: WorkBatchDeps,
  context: { readonly signal: AbortSignal; readonly log: Log },
): Promise<BatchResult> {
  const waiting = [...messages]
  const staying = new Set<string>()

  async function workOneByOne(): Promise<void> {
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      const log = context.log.with({ messageId: message.id })
      const fate = await fateOf(message, deps.handle, { signal: context.signal, log })
      if (fate.kind === 'done') continue
      staying.add(message.id)
      const seconds = fate.kind === 'later' ? growingDelay(fate, message.receiveCount, deps.random) : 0
      await deps.postpone(message, seconds).catch((error: unknown) => {
        log.warn('Message comes back when its visibility runs out: the delay could not be set', { error })
      })
    }
  }

  await Promise.all(Array.from({ length: BATCH_CONCURRENCY }, workOneByOne))
  return { batchItemFailures: [...staying].map((itemIdentifier) => ({ itemIdentifier })) }
}

/** What was thrown is a bug, or a dependency that nobody foresaw: told with its cause, and tried again later. */
export async function fateOf(
  message: QueueMessage,
  handle: HandleMessage,
  context: Parameters<HandleMessage>[1],
): Promise<MessageFate> {
  try {
    return await handle(message, context)
  } catch (error) {
    context.log.error('Message could not be worked', { error, receiveCount: message.receiveCount })
    if (context.signal.aborted) return { kind: 'handed-back' }
    return { kind: 'later', afterSeconds: UNFORESEEN_RETRY_SECONDS }
  }
}
