import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs'
import { expect, test, vi } from 'vitest'
import { setup } from './setup.ts'

const receiveAll = { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] }

async function setupQueue(attributes: Record<string, string> = {}) {
  const site = await setup()
  const { QueueUrl = '' } = await site.sqs.send(
    new CreateQueueCommand({ QueueName: 'loads', Attributes: attributes }),
  )
  const receive = async (more: object = {}) =>
    (await site.sqs.send(new ReceiveMessageCommand({ QueueUrl, ...receiveAll, ...more }))).Messages ?? []
  const send = (MessageBody: string) => site.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
  return { site, QueueUrl, receive, send }
}

test('a message that is sent is received with its own and the attributes of SQS, and is gone once deleted', async () => {
  const { site, QueueUrl, receive } = await setupQueue()
  await site.sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'héllo 🚢\n',
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'test' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
      },
    }),
  )
  const [message] = await receive({ MessageAttributeNames: ['All'] })
  expect(message).toMatchObject({
    Body: 'héllo 🚢\n',
    Attributes: { ApproximateReceiveCount: '1', SenderId: '000000000000' },
    MessageAttributes: {
      reason: { DataType: 'String', StringValue: 'test' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
    },
  })
  await site.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
  expect((await site.queues.depth(site.arn('loads'))).inFlight).toBe(0)
})

test('the digest of message attributes is the one that AWS computes', async () => {
  const { site, QueueUrl } = await setupQueue()
  const sent = await site.sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'x',
      MessageAttributes: {
        test_attribute_name_1: { DataType: 'String', StringValue: 'test_attribute_value_1' },
      },
    }),
  )
  expect(sent.MD5OfMessageAttributes).toBe('ba056227cfd9533dba1f72ad9816d233')
})

test('a message stays hidden for its visibility, then comes back with a higher count', async () => {
  const { receive, send } = await setupQueue({ VisibilityTimeout: '1' })
  await send('one')
  expect(await receive()).toHaveLength(1)
  expect(await receive()).toHaveLength(0)
  const [again] = await receive({ WaitTimeSeconds: 5 })
  expect(again?.Attributes?.ApproximateReceiveCount).toBe('2')
})

test('visibility 0 hands a message back at once, and keeps its count', async () => {
  const { site, QueueUrl, receive, send } = await setupQueue()
  await send('one')
  const [{ ReceiptHandle } = {}] = await receive()
  await site.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
  await site.restart()
  const [again] = await receive()
  expect(again?.Attributes?.ApproximateReceiveCount).toBe('2')
})

test('a receiver that waits gets a message within 50 ms of its send', async () => {
  const { receive, send } = await setupQueue()
  await send('to warm up')
  await receive()
  const waiting = receive({ WaitTimeSeconds: 20 }).then((messages) => ({ messages, at: performance.now() }))
  await send('one')
  const sent = performance.now()
  const { messages, at } = await waiting
  expect(messages.map(({ Body }) => Body)).toEqual(['one'])
  expect(at - sent).toBeLessThan(50)
})

test('a receiver that went away takes no message', async () => {
  const { site, QueueUrl, receive, send } = await setupQueue()
  const gone = new AbortController()
  const waiting = site.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
    abortSignal: gone.signal,
  })
  const aborted = expect(waiting).rejects.toThrow('abort')
  // Another request on the way shows that the wait has begun.
  await receive()
  gone.abort()
  await aborted
  await send('one')
  expect(await receive()).toMatchObject([{ Attributes: { ApproximateReceiveCount: '1' } }])
})

test('an empty queue answers when the wait is over', async () => {
  const { receive } = await setupQueue({ ReceiveMessageWaitTimeSeconds: '1' })
  const start = performance.now()
  expect(await receive()).toEqual([])
  expect(performance.now() - start).toBeGreaterThanOrEqual(990)
})

test('a delayed message comes when its delay is over', async () => {
  const { site, receive, send } = await setupQueue({ DelaySeconds: '1' })
  await send('later')
  expect(await site.queues.depth(site.arn('loads'))).toMatchObject({ visible: 0, delayed: 1 })
  expect(await receive({ WaitTimeSeconds: 5 })).toHaveLength(1)
})

test('a message received too often goes to the dead-letter queue with its source', async () => {
  const site = await setup()
  await site.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }))
  const { QueueUrl } = await site.sqs.send(
    new CreateQueueCommand({
      QueueName: 'loads',
      Attributes: {
        VisibilityTimeout: '0',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: site.arn('dead'), maxReceiveCount: 2 }),
      },
    }),
  )
  await site.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }))
  for (const expected of [1, 1, 0]) {
    const { Messages = [] } = await site.sqs.send(new ReceiveMessageCommand({ QueueUrl, ...receiveAll }))
    expect(Messages).toHaveLength(expected)
  }
  const { Messages } = await site.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${site.endpoint}/000000000000/dead`, ...receiveAll }),
  )
  expect(Messages).toMatchObject([
    { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: site.arn('loads') } },
  ])
})

test('queues, messages and receipts outlive a restart on another port', async () => {
  const { site, QueueUrl, send } = await setupQueue({ VisibilityTimeout: '600' })
  await send('held')
  await send('waiting')
  const { Messages = [] } = await site.sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  await site.restart()
  expect(await site.queues.depth(site.arn('loads'))).toMatchObject({ visible: 1, inFlight: 1 })
  await site.sqs.send(
    new DeleteMessageCommand({
      QueueUrl: `${site.endpoint}/000000000000/loads`,
      ReceiptHandle: Messages[0]?.ReceiptHandle,
    }),
  )
  expect(await site.queues.depth(site.arn('loads'))).toMatchObject({ visible: 1, inFlight: 0 })
  // The URL of the earlier run, host and port included, still names the queue.
  const old = QueueUrl.replace(/:\d+\//, ':1/')
  const response = await fetch(site.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSQS.ReceiveMessage', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ QueueUrl: old }),
  })
  expect(await response.json()).toMatchObject({ Messages: [{ Body: 'waiting' }] })
})

test('a batch tells apart what was sent and what was not', async () => {
  const { site, QueueUrl, receive } = await setupQueue()
  const { Successful, Failed } = await site.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'good', MessageBody: 'good' },
        { Id: 'bad', MessageBody: 'bad\u0000' },
      ],
    }),
  )
  expect(Successful?.map(({ Id }) => Id)).toEqual(['good'])
  expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }])
  const [message] = await receive()
  const held = { Id: 'a', ReceiptHandle: message?.ReceiptHandle }
  const changed = await site.sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [
        { ...held, VisibilityTimeout: 60 },
        { Id: 'b', ReceiptHandle: 'nobody', VisibilityTimeout: 60 },
      ],
    }),
  )
  expect(changed).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b' }] })
  const deleted = await site.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [held as never] }))
  expect(deleted.Successful).toEqual([{ Id: 'a' }])
})

test('batches that are empty, too long or ambiguous are refused as a whole', async () => {
  const { site, QueueUrl } = await setupQueue()
  const entries = (ids: string[]) => ids.map((Id) => ({ Id, MessageBody: 'x' }))
  const codes = []
  for (const ids of [[], Array.from({ length: 11 }, (_, i) => `i${i}`), ['a', 'a'], ['a b']]) {
    const error = await site.sqs
      .send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(ids) }))
      .catch((reason) => reason)
    codes.push(error.name)
  }
  expect(codes).toEqual([
    'EmptyBatchRequest',
    'TooManyEntriesInBatchRequest',
    'BatchEntryIdsNotDistinct',
    'InvalidBatchEntryId',
  ])
})

test('a FIFO queue keeps the order of a group, locks it while one is in flight, and takes a duplicate once', async () => {
  const site = await setup()
  const { QueueUrl } = await site.sqs.send(
    new CreateQueueCommand({
      QueueName: 'loads.fifo',
      Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
    }),
  )
  for (const [MessageGroupId, MessageBody] of [
    ['a', '1'],
    ['a', '1'],
    ['a', '2'],
    ['b', '3'],
  ]) {
    await site.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }))
  }
  const receive = async (MaxNumberOfMessages: number) =>
    (await site.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages }))).Messages ?? []
  const [first] = await receive(1)
  expect(first?.Body).toBe('1')
  expect((await receive(10)).map(({ Body }) => Body)).toEqual(['3'])
  await site.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }))
  expect((await receive(10)).map(({ Body }) => Body)).toEqual(['2'])
})

test('a queue that is not there is told by both names that SDKs know', async () => {
  const site = await setup()
  const error = await site.sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })).catch((reason) => reason)
  expect(error).toBeInstanceOf(QueueDoesNotExist)
  expect(error.Error.Code).toBe('AWS.SimpleQueueService.NonExistentQueue')
  await expect(site.queues.send(site.arn('none'), 'x')).rejects.toMatchObject({
    code: 'AWS.SimpleQueueService.NonExistentQueue',
  })
})

test('attributes are checked, kept and told', async () => {
  const { site, QueueUrl } = await setupQueue()
  await site.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '90' } }))
  const { Attributes } = await site.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  )
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '90',
    QueueArn: site.arn('loads'),
    ApproximateNumberOfMessages: '0',
  })
  const set = (attributes: Record<string, string>) =>
    site.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }))
  await expect(set({ VisibilityTimeout: '43201' })).rejects.toThrow('expected 0 to 43200')
  await expect(set({ Visible: '1' })).rejects.toThrow('Unknown Attribute Visible')
  await expect(
    set({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: site.arn('none'), maxReceiveCount: 3 }) }),
  ).rejects.toThrow('Dead letter target does not exist')
})

test('a dead-letter queue that names its sources refuses others', async () => {
  const { site, QueueUrl } = await setupQueue()
  await site.sqs.send(
    new CreateQueueCommand({
      QueueName: 'dead',
      Attributes: {
        RedriveAllowPolicy: JSON.stringify({
          redrivePermission: 'byQueue',
          sourceQueueArns: [site.arn('other')],
        }),
      },
    }),
  )
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: site.arn('dead'), maxReceiveCount: 3 })
  await expect(
    site.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } })),
  ).rejects.toThrow('does not allow this source')
})

test('queues are listed, tagged, purged and deleted', async () => {
  const { site, QueueUrl, send, receive } = await setupQueue()
  await site.sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }))
  await site.sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }))
  expect((await site.sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' })
  expect((await site.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'lo' }))).QueueUrls).toEqual([
    QueueUrl,
  ])
  await send('one')
  await site.sqs.send(new PurgeQueueCommand({ QueueUrl }))
  expect(await receive()).toEqual([])
  await site.sqs.send(new DeleteQueueCommand({ QueueUrl }))
  await expect(receive()).rejects.toThrow('does not exist')
})

test('a message may be hidden for 12 hours from its receive, no longer', async () => {
  const { site, QueueUrl, receive, send } = await setupQueue()
  await send('one')
  const [{ ReceiptHandle } = {}] = await receive()
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2_000)
  await expect(
    site.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 43_200 })),
  ).rejects.toThrow('beyond the limit')
  vi.restoreAllMocks()
})

test('a request of the old query protocol is told so', async () => {
  const site = await setup()
  const response = await fetch(site.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=ListQueues',
  })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('JSON protocol alone')
})
