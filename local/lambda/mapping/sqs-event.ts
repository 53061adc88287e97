import type { QueueMessage } from '../ports.ts'

/** The event that Lambda makes of messages: docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsEvent(messages: readonly QueueMessage[], queueArn: string, region: string) {
  return {
    Records: messages.map(({ messageId, receiptHandle, body, attributes, messageAttributes, md5OfBody }) => ({
      messageId,
      receiptHandle,
      body,
      attributes,
      messageAttributes,
      md5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  }
}
