import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'
import { attributesMd5, attributesSize, checkAttributes, messageAttributes } from './message-attributes.ts'
import type { NewMessage, SentMessage } from './message-store.ts'
import { isFifo, type Queue } from './queue-store.ts'
import { invalidParameter } from './sqs-error.ts'

// AWS: AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const ALLOWED_TEXT = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u

export const messageInput = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: messageAttributes.optional(),
  MessageSystemAttributes: messageAttributes.optional(),
  MessageGroupId: z.string().min(1).max(128).optional(),
  MessageDeduplicationId: z.string().min(1).max(128).optional(),
})

export type MessageInput = z.infer<typeof messageInput>

/** Checks one message against its queue. */
export function toMessage(queue: Queue, input: MessageInput): NewMessage {
  const attributes = input.MessageAttributes ?? {}
  if (input.MessageBody === '') {
    throw new ApiError('MissingParameter', 'The request must contain the parameter MessageBody.')
  }
  if (!ALLOWED_TEXT.test(input.MessageBody)) {
    throw new ApiError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    )
  }
  checkAttributes(attributes)
  const bytesMax = Number(queue.attributes.MaximumMessageSize)
  if (messageSize(input) > bytesMax) {
    throw new ApiError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
    )
  }
  return {
    body: input.MessageBody,
    attributes,
    groupId: input.MessageGroupId,
    ...(isFifo(queue) ? { deduplicationId: checkFifo(queue, input) } : { delaySeconds: input.DelaySeconds }),
  }
}

/** Bytes, attributes included. */
export function messageSize({ MessageBody, MessageAttributes = {} }: MessageInput): number {
  return Buffer.byteLength(MessageBody) + attributesSize(MessageAttributes)
}

/** What SQS answers for a message it took. */
export function describeSent({ messageId, md5, sequenceNumber }: SentMessage, input: MessageInput) {
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5,
    MD5OfMessageAttributes: attributesMd5(input.MessageAttributes ?? {}),
    MD5OfMessageSystemAttributes: attributesMd5(input.MessageSystemAttributes ?? {}),
    SequenceNumber: sequenceNumber,
  }
}

function checkFifo(queue: Queue, input: MessageInput): string {
  if (!input.MessageGroupId) {
    throw new ApiError('MissingParameter', 'The request must contain the parameter MessageGroupId.')
  }
  if (input.DelaySeconds) {
    throw invalidParameter(
      'DelaySeconds',
      input.DelaySeconds,
      'The request include parameter that is not valid for this queue type.',
    )
  }
  if (input.MessageDeduplicationId) return input.MessageDeduplicationId
  if (queue.attributes.ContentBasedDeduplication === 'true') {
    return createHash('sha256').update(input.MessageBody).digest('hex')
  }
  throw new ApiError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly.',
  )
}
