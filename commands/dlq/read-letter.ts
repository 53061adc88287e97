import type { Message } from '@aws-sdk/client-sqs'
import { z } from 'zod'
import { objectName } from '../../shared/load/object-version.ts'
import { parseMessage } from '../../shared/message/parse-message.ts'

/** A message of a dead-letter queue, as far as a person needs it. */
export interface Letter {
  readonly id: string
  readonly receiptHandle: string
  readonly body: string
  /** Milliseconds since 1970. */
  readonly sentAt: number
  readonly reason: string
  /** None where the message cannot be read; several in a notification that S3 sent. */
  readonly objects: readonly { readonly name: string; readonly versionId: string | undefined }[]
  readonly attempt: number | undefined
  readonly launchNumber: number | undefined
}

/** What a message says of itself: our own, an event that could not be delivered, or one that was received too often. */
export function readLetter(message: Message, landingBucket: string): Letter {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes } = message
  const parsed = parseMessage(Body, { landingBucket })
  const requests = parsed.kind === 'load' ? parsed.requests : []
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    reason: reasonOf(message) ?? (parsed.kind === 'invalid' ? parsed.error.message : RECEIVED_TOO_OFTEN),
    objects: requests.map(({ object }) => ({ name: objectName(object), versionId: object.versionId })),
    attempt: requests[0]?.attempt,
    launchNumber: requests[0]?.launchNumber,
  }
}

const RECEIVED_TOO_OFTEN =
  'none is given: SQS moved it here, after it was received as often as its queue allows'

/** Our parts say it in the body, or beside one that they could not read; EventBridge says it in attributes of its own. */
function reasonOf({ Body = '', MessageAttributes = {} }: Message): string | undefined {
  const { reason, ERROR_CODE, ERROR_MESSAGE } = MessageAttributes
  if (ERROR_CODE)
    return `not delivered by EventBridge: ${ERROR_CODE.StringValue}: ${ERROR_MESSAGE?.StringValue ?? ''}`
  return reason?.StringValue ?? withReason.safeParse(Body).data?.reason
}

const withReason = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' })
      return z.NEVER
    }
  })
  .pipe(z.object({ reason: z.string() }))
