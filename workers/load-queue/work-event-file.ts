import { readFileSync } from 'node:fs'
import type { Log } from '../../shared/platform/log.ts'
import type { HandleMessage } from '../../shared/queue/message.ts'
import { readSqsEvent } from '../../shared/queue/sqs-event.ts'
import { type BatchResult, workBatch } from '../../shared/queue/work-batch.ts'

/**
 * Works the messages in a file, an event as Lambda makes it of a batch of SQS, by the worker's own handler. They come
 * from no queue, so none is deleted or put off; the answer names those that would stay.
 */
export async function workEventFile(
  file: string,
  { handle, log, signal }: { handle: HandleMessage; log: Log; signal: AbortSignal },
): Promise<BatchResult> {
  const messages = readSqsEvent(JSON.parse(readFileSync(file, 'utf8')))
  return workBatch(messages, { handle, postpone: async () => undefined, random: () => 0 }, { log, signal })
}
