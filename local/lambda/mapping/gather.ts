import type { Clock } from '../../clock.ts'
import type { QueueMessage, Queues } from '../ports.ts'
import type { MappingSettings } from './mapping-settings.ts'

const LONG_POLL_SECONDS = 20
const RECEIVE_MAX = 10 // SQS: messages of one ReceiveMessage
// Lambda: what a synchronous invocation takes, less the records' own fields.
const BATCH_BYTES_MAX = 5 * 1024 * 1024

/**
 * Receives one batch: up to the batch size, for up to the window from the first message on. Empty where none came
 * within a long poll. What it holds when a later receive fails is the batch.
 */
export async function gather(
  queues: Pick<Queues, 'receive'>,
  { queueArn, batchSize, windowSeconds }: MappingSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly QueueMessage[]> {
  const receive = (max: number, waitSeconds: number) =>
    queues.receive(queueArn, { max: Math.min(max, RECEIVE_MAX), waitSeconds, signal })
  const messages = [...(await receive(batchSize, LONG_POLL_SECONDS))]
  const end = clock.now() + windowSeconds * 1000
  let bytes = size(messages)
  while (messages.length > 0 && messages.length < batchSize && bytes < BATCH_BYTES_MAX && !signal.aborted) {
    const left = (end - clock.now()) / 1000
    if (left <= 0) break
    try {
      const more = await receive(batchSize - messages.length, Math.min(Math.ceil(left), LONG_POLL_SECONDS))
      messages.push(...more)
      bytes += size(more)
    } catch {
      // What is in hand is worked; an error that stays is told by the next receive.
      break
    }
  }
  return messages
}

/** The messages in as many batches as the size of one invocation asks for. */
export function splitBySize(messages: readonly QueueMessage[]): readonly (readonly QueueMessage[])[] {
  const batches: QueueMessage[][] = []
  let bytes = 0
  for (const message of messages) {
    const last = batches.at(-1)
    bytes += size([message])
    if (last && bytes <= BATCH_BYTES_MAX) last.push(message)
    else {
      batches.push([message])
      bytes = size([message])
    }
  }
  return batches
}

function size(messages: readonly QueueMessage[]): number {
  // As JSON: quotes and line feeds of a body count twice.
  return messages.reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify(message.body)), 0)
}
