import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import type { Log } from '../platform/log.ts'
import type { HandleMessage } from '../queue/message.ts'
import { readSqsEvent } from '../queue/sqs-event.ts'
import {
  type BatchResult,
  UNFORESEEN_RETRY_SECONDS,
  type WorkBatchDeps,
  workBatch,
} from '../queue/work-batch.ts'

/** So long before the function's timeout it answers for what is done, rather than lose the whole batch. */
const ANSWER_BEFORE_TIMEOUT_MS = 2_000

/** A function on a queue. It answers with the messages that stay; what it throws leaves the whole batch in the queue. */
export function queueHandler(deps: WorkBatchDeps & { readonly log: Log }) {
  return middy<unknown, BatchResult, Error, Context>()
    .onError(({ error }) => {
      // Nothing is returned: middy would take a value for the function's answer, and the error for dealt with.
      deps.log.error('Batch could not be worked', { error })
    })
    .handler(async (event: unknown, context: Context) => {
      const messages = readSqsEvent(event)
      const log = deps.log.with({ requestId: context.awsRequestId })
      const signal = AbortSignal.timeout(
        Math.max(0, context.getRemainingTimeInMillis() - ANSWER_BEFORE_TIMEOUT_MS),
      )
      return workBatch(messages, { ...deps, handle: inTime(deps.handle) }, { signal, log })
    })
}

function inTime(handle: HandleMessage): HandleMessage {
  return async (message, context) => {
    if (!context.signal.aborted) {
      const fate = await Promise.race([handle(message, context), aborted(context.signal)])
      if (fate) return fate
    }
    context.log.warn('Message stays in the queue: the function is about to reach its timeout')
    return { kind: 'later', afterSeconds: UNFORESEEN_RETRY_SECONDS }
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
