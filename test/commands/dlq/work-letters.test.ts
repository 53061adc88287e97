import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { peek, queueLines, seeQueues } from '../../../commands/dlq/tell-queues.ts'
import { visitLetters } from '../../../commands/dlq/visit-letters.ts'
import { dropLetters, redriveLetters } from '../../../commands/dlq/work-letters.ts'
import { formatLoadMessage } from '../../../shared/message/load-message.ts'
import { setup as setupSqs } from '../../local/sqs/setup.ts'

/** A dead-letter queue with so many messages, of `in/0.csv` and so on. */
async function setup(count: number) {
  const { sqs, queues, arn } = await setupSqs()
  const { QueueUrl: sourceUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'loads' }))
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }))
  const bodies = Array.from({ length: count }, (_, place) =>
    formatLoadMessage({
      object: { bucket: 'landing', key: `in/${place}.csv`, versionId: 'v' },
      attempt: place,
    }),
  )
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))
  const all = {
    landingBucket: 'landing',
    signal: new AbortController().signal,
    sentBefore: Date.now() + 60_000,
  }
  return {
    sqs,
    bodies,
    all,
    queue: { name: 'loads', url, sourceUrl },
    look: { ...all, connection: { sqs }, now: Date.now() },
    depth: async (name: 'loads' | 'dead') => queues.depth(arn(name)),
  }
}

const visible = (count: number) => ({ visible: count, inFlight: 0, delayed: 0 })

test('every message is looked at once, and can be received as before', async () => {
  const { queue, look, bodies, depth } = await setup(23)
  const letters = await peek(queue, look, 100)
  expect(letters.map(({ body }) => body).sort()).toEqual([...bodies].sort())
  expect(await peek(queue, look, 3)).toHaveLength(3)
  expect(await depth('dead')).toMatchObject(visible(23))
  const seen = await seeQueues([queue], look)
  expect(seen).toEqual([{ name: 'loads', url: queue.url, messages: 23, oldest: expect.any(Number) }])
  expect(queueLines(seen, seen[0]?.oldest ?? 0)[1]).toMatch(/^loads +23 +0 s +http/)
})

test('messages go back as they are, and leave the dead-letter queue', async () => {
  const { sqs, queue, all, bodies, depth } = await setup(12)
  expect(await redriveLetters({ sqs }, queue, { ...all, object: undefined })).toBe(12)
  expect(await depth('dead')).toMatchObject(visible(0))
  const received = new Set<string | undefined>()
  for (let turn = 0; turn < 2; turn++) {
    const command = new ReceiveMessageCommand({ QueueUrl: queue.sourceUrl, MaxNumberOfMessages: 10 })
    for (const { Body } of (await sqs.send(command)).Messages ?? []) received.add(Body)
  }
  expect(received).toEqual(new Set(bodies))
})

test('only the messages of the object that is named are worked', async () => {
  const { sqs, queue, all, depth } = await setup(12)
  expect(await redriveLetters({ sqs }, queue, { ...all, object: 's3://landing/in/7.csv' })).toBe(1)
  expect(await dropLetters({ sqs }, queue, { ...all, object: 's3://landing/in/11.csv' })).toBe(1)
  expect(await dropLetters({ sqs }, queue, { ...all, object: 's3://landing/in/11' })).toBe(0)
  expect(await depth('loads')).toMatchObject(visible(1))
  expect(await depth('dead')).toMatchObject(visible(10))
})

test('a message that comes meanwhile is let be: it may be one that was redriven and failed again', async () => {
  const { sqs, queue, all, depth } = await setup(2)
  expect(await redriveLetters({ sqs }, queue, { ...all, sentBefore: 1, object: undefined })).toBe(0)
  expect(await depth('dead')).toMatchObject(visible(2))
})

test('where one cannot be sent it stays, visible, and the failure is told', async () => {
  const { sqs, queue, all, depth } = await setup(3)
  const away = { ...queue, sourceUrl: queue.url.replace('dead', 'away') }
  await expect(redriveLetters({ sqs }, away, { ...all, object: undefined })).rejects.toThrow(
    /SendMessage to .*away/,
  )
  expect(await depth('dead')).toMatchObject(visible(3))
})

test('what was taken before another message failed is gone, and the rest is visible', async () => {
  const { sqs, queue, all, depth } = await setup(5)
  const { url: QueueUrl } = queue
  const visit = visitLetters({
    ...{ ...all, sqs, url: QueueUrl },
    visit: async ({ attempt, receiptHandle: ReceiptHandle }) => {
      if (attempt === 3) throw new Error('this one fails')
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      return 'taken'
    },
  })
  await expect(visit).rejects.toThrow('this one fails')
  expect(await depth('dead')).toMatchObject(visible(1))
})

test('without a queue to go back to nothing is redriven, and the way is told', async () => {
  const { sqs, queue, all } = await setup(0)
  const homeless = { ...queue, sourceUrl: undefined }
  await expect(redriveLetters({ sqs }, homeless, { ...all, object: undefined })).rejects.toThrow(
    'aws sqs start-message-move-task',
  )
})
