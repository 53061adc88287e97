import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { expect, test, vi } from 'vitest'
import { setup } from './setup.ts'

async function setupDeadLetters() {
  const site = await setup()
  const { QueueUrl: dead } = await site.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }))
  const { QueueUrl: loads } = await site.sqs.send(
    new CreateQueueCommand({
      QueueName: 'loads',
      Attributes: {
        VisibilityTimeout: '0',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: site.arn('dead'), maxReceiveCount: 1 }),
      },
    }),
  )
  const tasks = async () =>
    (await site.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: site.arn('dead'), MaxResults: 10 })))
      .Results ?? []
  const start = (more: object = {}) =>
    site.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: site.arn('dead'), ...more }))
  return { site, dead, loads, tasks, start }
}

test('a dead-letter queue knows its sources', async () => {
  const { site, dead, loads } = await setupDeadLetters()
  const { queueUrls } = await site.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }))
  expect(queueUrls).toEqual([loads])
})

test('messages that died go back to their queue, as new ones', async () => {
  const { site, loads: QueueUrl, tasks, start } = await setupDeadLetters()
  await site.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }))
  const receive = async () =>
    (
      await site.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['ApproximateReceiveCount'] }),
      )
    ).Messages?.[0]
  const first = await receive()
  expect(await receive()).toBeUndefined()
  await start()
  await vi.waitFor(async () => expect(await tasks()).toMatchObject([{ Status: 'COMPLETED' }]))
  expect(await tasks()).toMatchObject([
    { ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 1 },
  ])
  const again = await receive()
  expect(again).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } })
  expect(again?.MessageId).not.toBe(first?.MessageId)
})

test('a message that somebody sent to the dead-letter queue needs a destination', async () => {
  const { site, dead, tasks, start } = await setupDeadLetters()
  await site.sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: 'failed' }))
  await start()
  await vi.waitFor(async () =>
    expect(await tasks()).toMatchObject([
      { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' },
    ]),
  )
  await start({ DestinationArn: site.arn('loads') })
  await vi.waitFor(async () =>
    expect(await site.queues.depth(site.arn('loads'))).toMatchObject({ visible: 1 }),
  )
  expect(await site.queues.depth(site.arn('dead'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 })
})

test('a task can be cancelled, and two do not run at once', async () => {
  const { site, dead, tasks, start } = await setupDeadLetters()
  for (const MessageBody of ['a', 'b', 'c']) {
    await site.sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody }))
  }
  const slow = { DestinationArn: site.arn('loads'), MaxNumberOfMessagesPerSecond: 1 }
  const { TaskHandle } = await start(slow)
  await expect(start(slow)).rejects.toThrow('already a task running')
  await site.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))
  await vi.waitFor(async () => expect(await tasks()).toMatchObject([{ Status: 'CANCELLED' }]), 3_000)
  expect((await site.queues.depth(site.arn('dead'))).visible).toBeGreaterThan(0)
})

test('a task goes on after a restart', async () => {
  const { site, dead, tasks, start } = await setupDeadLetters()
  for (const MessageBody of ['a', 'b', 'c']) {
    await site.sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody }))
  }
  await start({ DestinationArn: site.arn('loads'), MaxNumberOfMessagesPerSecond: 2 })
  await site.restart()
  await vi.waitFor(async () => expect(await tasks()).toMatchObject([{ Status: 'COMPLETED' }]), 5_000)
  expect(await site.queues.depth(site.arn('loads'))).toMatchObject({ visible: 3 })
})

test('a queue that is no dead-letter queue has nothing to move', async () => {
  const { site } = await setupDeadLetters()
  await expect(
    site.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: site.arn('loads') })),
  ).rejects.toThrow('must be configured as a Dead Letter Queue')
})
