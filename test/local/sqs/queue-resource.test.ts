import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { setup } from './setup.ts'

const QUEUE = 'AWS::SQS::Queue'

test('a queue of a template has its attributes, whether numbers came as text or not', async () => {
  const site = await setup()
  const dead = await site.apply(QUEUE, { QueueName: 'dead', MessageRetentionPeriod: 1_209_600 })
  const url = `${site.endpoint}/000000000000/loads`
  expect(
    await site.apply(QUEUE, {
      QueueName: 'loads',
      VisibilityTimeout: '90',
      RedrivePolicy: { deadLetterTargetArn: dead.attributes.Arn, maxReceiveCount: '100' },
      SqsManagedSseEnabled: true,
      Tags: [{ Key: 'a', Value: 'b' }],
    }),
  ).toEqual({
    physicalId: url,
    attributes: { Arn: site.arn('loads'), QueueName: 'loads', QueueUrl: url },
  })
  const { Attributes } = await site.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  )
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '90',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: site.arn('dead'), maxReceiveCount: 100 }),
  })
})

test('a queue that is there keeps its messages; what the template no longer says goes back to its default', async () => {
  const site = await setup()
  const { physicalId: QueueUrl } = await site.apply(QUEUE, { VisibilityTimeout: 90, DelaySeconds: 0 })
  await site.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
  await site.restart()
  const again = await site.apply(QUEUE, { MaximumMessageSize: 2_048 })
  const { Attributes } = await site.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: again.physicalId, AttributeNames: ['All'] }),
  )
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '30',
    MaximumMessageSize: '2048',
    ApproximateNumberOfMessages: '1',
  })
})

test('a FIFO queue without a name gets one that ends in .fifo', async () => {
  const site = await setup()
  const { attributes } = await site.apply(QUEUE, { FifoQueue: true })
  expect(attributes.QueueName).toBe('test-Queue.fifo')
})

test('a property that a queue does not have, or a value out of its range, is an error that names it', async () => {
  const site = await setup()
  await expect(site.apply(QUEUE, { VisibilityTimout: 1 })).rejects.toThrow('VisibilityTimout')
  await expect(site.apply(QUEUE, { DelaySeconds: 901 })).rejects.toThrow('DelaySeconds')
})

test('a queue policy is kept and has no effect', async () => {
  const site = await setup()
  const { physicalId } = await site.apply(QUEUE, {})
  const PolicyDocument = { Version: '2012-10-17', Statement: [] }
  await site.apply('AWS::SQS::QueuePolicy', { Queues: [physicalId], PolicyDocument }, 'Policy')
  const { Attributes } = await site.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: physicalId, AttributeNames: ['Policy'] }),
  )
  expect(Attributes).toEqual({ Policy: JSON.stringify(PolicyDocument) })
})
