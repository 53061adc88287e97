import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { expect, vi } from 'vitest'

/** The body of a message that EventBridge would send for an upload. */
export function objectCreated(
  bucket: string | undefined,
  key: string,
  versionId: string,
  size: number,
): string {
  return JSON.stringify({
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: '2026-11-20T10:00:00Z',
    region: 'us-east-1',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, 'version-id': versionId },
      'request-id': 'C3D13FE58DE4C810',
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: 'PutObject',
    },
  })
}

/** Waits until nothing in a queue is visible, in flight or delayed. */
export async function queueIsEmpty(stack: { sqs: SQSClient }, queueUrl: string | undefined): Promise<void> {
  await vi.waitFor(
    async () => {
      const { Attributes } = await stack.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
      )
      expect({
        visible: Attributes?.ApproximateNumberOfMessages,
        inFlight: Attributes?.ApproximateNumberOfMessagesNotVisible,
        delayed: Attributes?.ApproximateNumberOfMessagesDelayed,
      }).toEqual({ visible: '0', inFlight: '0', delayed: '0' })
    },
    { timeout: 100_000, interval: 100 },
  )
}
