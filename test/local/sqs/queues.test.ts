import { CreateQueueCommand } from '@aws-sdk/client-sqs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { setup } from './setup.ts'

async function setupQueues(Attributes: Record<string, string> = {}) {
  const site = await setup()
  await site.sqs.send(new CreateQueueCommand({ QueueName: 'loads', Attributes }))
  const arn = site.arn('loads')
  const signal = new AbortController().signal
  return {
    site,
    queues: site.queues,
    arn,
    receive: (max = 10) => site.queues.receive(arn, { max, waitSeconds: 0, signal }),
  }
}

test('a message has the shape of a record in a Lambda event', async () => {
  const { queues, arn, receive } = await setupQueues()
  await queues.send(arn, 'hello', { attributes: { reason: 'test' } })
  expect(await receive()).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'hello',
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      attributes: {
        SenderId: '000000000000',
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        reason: { dataType: 'String', stringValue: 'test', stringListValues: [], binaryListValues: [] },
      },
    },
  ])
})

test('a wait ends at once when its signal aborts, and when the queues close', async () => {
  const { site, queues, arn } = await setupQueues()
  const gone = new AbortController()
  const first = queues.receive(arn, { max: 1, waitSeconds: 20, signal: gone.signal })
  const second = queues.receive(arn, { max: 1, waitSeconds: 20, signal: new AbortController().signal })
  gone.abort()
  expect(await first).toEqual([])
  await site.restart()
  expect(await second).toEqual([])
})

test('a message received three times no longer counts for the age of the oldest', async () => {
  const { queues, arn, receive } = await setupQueues({ VisibilityTimeout: '0' })
  await queues.send(arn, 'poison')
  for (const _ of [1, 2, 3]) {
    expect(await queues.depth(arn)).toMatchObject({ visible: 1, oldestAgeSeconds: 0 })
    expect(await receive()).toHaveLength(1)
  }
  expect(await queues.depth(arn)).toEqual({ visible: 1, inFlight: 0, delayed: 0 })
})

test('whatever is done with messages, none is handed to two at once and none is lost', async () => {
  const { queues, arn, receive } = await setupQueues()
  const held = new Map<string, string>()
  const waiting = new Set<string>()
  let sent = 0
  const act = fc.oneof(
    fc.constant('send' as const),
    fc.constant('receive' as const),
    fc.constant('delete' as const),
    fc.constant('return' as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      for (const what of acts) {
        const [receipt, body] = held.entries().next().value ?? []
        if (what === 'send') {
          waiting.add(String(sent))
          await queues.send(arn, String(sent++))
        } else if (what === 'receive') {
          for (const message of await receive(3)) {
            expect(waiting.delete(message.body)).toBe(true)
            held.set(message.receiptHandle, message.body)
          }
        } else if (receipt && body) {
          held.delete(receipt)
          if (what === 'delete') await queues.remove(arn, [receipt])
          else {
            await queues.setVisibility(arn, receipt, 0)
            waiting.add(body)
          }
        }
        expect(await queues.depth(arn)).toMatchObject({ visible: waiting.size, inFlight: held.size })
      }
    }),
    { numRuns: 20 },
  )
})
