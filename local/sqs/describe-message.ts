import { attributesMd5, type MessageAttributes, selectAttributes } from './message-attributes.ts'
import { type StoredMessage, sequenceNumber } from './message-store.ts'

/** What SQS itself knows of a message, as text, times in milliseconds. */
export function systemAttributes(message: StoredMessage, senderId: string): Record<string, string> {
  const { groupId, deduplicationId, sourceArn } = message
  return {
    SenderId: senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(groupId === null ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === null
      ? {}
      : { MessageDeduplicationId: deduplicationId, SequenceNumber: sequenceNumber(message.sequence) }),
    ...(sourceArn === null ? {} : { DeadLetterQueueSourceArn: sourceArn }),
  }
}

/** A message as ReceiveMessage answers it, with the attributes that were asked for. */
export function describeMessage(
  message: StoredMessage,
  wanted: { readonly senderId: string; readonly system: readonly string[]; readonly own: readonly string[] },
) {
  const system = Object.entries(systemAttributes(message, wanted.senderId)).filter(
    ([name]) => wanted.system.includes('All') || wanted.system.includes(name),
  )
  const own = selectAttributes(JSON.parse(message.attributes) as MessageAttributes, wanted.own)
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: message.md5,
    Body: message.body,
    Attributes: system.length > 0 ? Object.fromEntries(system) : undefined,
    MessageAttributes: Object.keys(own).length > 0 ? own : undefined,
    MD5OfMessageAttributes: attributesMd5(own),
  }
}
