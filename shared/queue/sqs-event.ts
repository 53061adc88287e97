import * as z from 'zod/mini'
import { StevedoreError } from '../platform/error.ts'
import type { QueueMessage } from './message.ts'

const sqsEvent = z.object({
  Records: z
    .array(
      z.object({
        messageId: z.string().check(z.minLength(1)),
        receiptHandle: z.string(),
        body: z.string(),
        attributes: z.object({ ApproximateReceiveCount: z.string().check(z.regex(/^\d+$/)) }),
        eventSource: z.literal('aws:sqs'),
      }),
    )
    .check(z.minLength(1)),
})

/**
 * The messages in the event that Lambda makes of a batch of a queue. Throws `event.invalid` for anything else: then the
 * whole batch stays.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function readSqsEvent(event: unknown): QueueMessage[] {
  const parsed = sqsEvent.safeParse(event)
  if (!parsed.success) {
    throw new StevedoreError(
      'event.invalid',
      `This is no event of a queue as Lambda gets it: ${z.prettifyError(parsed.error)}. The folder events/ has some that are`,
    )
  }
  return parsed.data.Records.map(({ messageId, receiptHandle, body, attributes }) => ({
    id: messageId,
    receipt: receiptHandle,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount),
  }))
}
