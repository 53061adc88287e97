import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda'
import { afterEach, expect, test } from 'vitest'
import { QUEUE, setup, until } from './setup.ts'

type Lambda = Awaited<ReturnType<typeof setup>>

let lambda: Lambda
afterEach(() => lambda.close())

/** A function that sends what it gets to a file, and answers as the body of its first record says. */
const WORKER = `
  const { appendFileSync } = require('node:fs')
  exports.handler = async (event) => {
    appendFileSync(process.env.SEEN, JSON.stringify(event) + '\\n')
    return eval(event.Records[0].body)
  }`

async function start(mapping: Record<string, unknown> = {}, code = WORKER) {
  lambda = await setup()
  const seen = `${lambda.dataFolder}/seen`
  await lambda.makeFunction('worker', code, { Environment: { Variables: { SEEN: seen } } })
  const { physicalId: uuid } = await lambda.make('EventSourceMapping', 'Map', {
    EventSourceArn: QUEUE,
    FunctionName: 'worker',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...mapping,
  })
  return { uuid, seen }
}

async function events(seen: string) {
  const { readFileSync } = await import('node:fs')
  const lines = readFileSync(seen, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as { Records: { messageId: string }[] })
}

test('messages reach the function as Lambda writes them, and are removed when it is done', async () => {
  const { seen } = await start()
  lambda.queues.put('null')
  await until(() => expect(lambda.queues.hidden().concat(lambda.queues.visible())).toEqual([]))
  expect(await events(seen)).toEqual([
    {
      Records: [
        {
          messageId: 'm1',
          receiptHandle: 'r1',
          body: 'null',
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
          messageAttributes: {},
          md5OfBody: 'md5-1',
          eventSource: 'aws:sqs',
          eventSourceARN: QUEUE,
          awsRegion: 'us-east-1',
        },
      ],
    },
  ])
})

test('the messages that the answer names stay, the others of the batch are removed', async () => {
  await start()
  lambda.queues.put('({ batchItemFailures: [{ itemIdentifier: "m2" }] })', 'b', 'c')
  await until(() => expect(lambda.queues.hidden()).toEqual(['m2']))
})

test.each([
  ['an empty identifier', '({ batchItemFailures: [{ itemIdentifier: "" }] })'],
  ['no identifier', '({ batchItemFailures: [{}] })'],
  ['an identifier that is null', '({ batchItemFailures: [{ itemIdentifier: null }] })'],
  [
    'an unknown identifier beside a good one',
    '({ batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m9" }] })',
  ],
  ['a list that is none', '({ batchItemFailures: "m1" })'],
  ['an answer that is text', '"done"'],
  ['an error', '(() => { throw new Error("no") })()'],
])('F34 with %s the whole batch stays, and the screen says so', async (_what, answer) => {
  await start()
  lambda.queues.put(answer, 'b')
  await until(() => expect(lambda.said.join('\n')).toMatch(/^worker +2 messages go back to the queue: /m))
  expect(lambda.queues.hidden()).toEqual(['m1', 'm2'])
})

test('a function that does not report failures has done the batch whatever it answers', async () => {
  await start({ FunctionResponseTypes: [] })
  lambda.queues.put('({ batchItemFailures: [{ itemIdentifier: "m1" }] })', 'b')
  await until(() => expect(lambda.queues.hidden().concat(lambda.queues.visible())).toEqual([]))
})

test('a batch fills up to its size while its window lasts', async () => {
  const { seen } = await start({ BatchSize: 3, MaximumBatchingWindowInSeconds: 60 })
  lambda.queues.put('null')
  await until(() => expect(lambda.queues.receives.length).toBe(2))
  lambda.queues.put('null', 'null')
  await until(async () => expect((await events(seen))[0]?.Records).toHaveLength(3))
  expect(lambda.queues.receives.slice(0, 2)).toEqual([3, 2])
})

test('no more batches are worked at once than the mapping says', async () => {
  const { seen } = await start(
    { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    `const { appendFileSync, existsSync } = require('node:fs')
     exports.handler = async (event) => {
       appendFileSync(process.env.SEEN, JSON.stringify(event) + '\\n')
       while (!existsSync(process.env.SEEN + '.go')) await new Promise((r) => setTimeout(r, 5))
     }`,
  )
  lambda.queues.put('a', 'b', 'c')
  await until(async () => expect(await events(seen)).toHaveLength(2))
  expect(lambda.queues.visible()).toEqual(['m3'])
  const { writeFileSync } = await import('node:fs')
  writeFileSync(`${seen}.go`, '')
  await until(() => expect(lambda.queues.hidden().concat(lambda.queues.visible())).toEqual([]))
})

test('a mapping is switched off and on by the API', async () => {
  const { uuid } = await start()
  const client = new LambdaClient(lambda.client)
  expect(await client.send(new GetEventSourceMappingCommand({ UUID: uuid }))).toMatchObject({
    EventSourceArn: QUEUE,
    State: 'Enabled',
    BatchSize: 10,
  })
  const off = await client.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: false }))
  expect(off.State).toBe('Disabled')
  lambda.queues.put('null')
  const { EventSourceMappings: list } = await client.send(
    new ListEventSourceMappingsCommand({ FunctionName: 'worker' }),
  )
  expect(list).toMatchObject([{ UUID: uuid, State: 'Disabled' }])
  await client.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: true }))
  await until(() => expect(lambda.queues.hidden().concat(lambda.queues.visible())).toEqual([]))
  await expect(
    client.send(new UpdateEventSourceMappingCommand({ UUID: uuid, BatchSize: 3 })),
  ).rejects.toThrow('Unrecognized key')
  client.destroy()
})

test('F20 what a poll receives after the stop goes back at once', async () => {
  lambda = await setup()
  await lambda.makeFunction('worker', 'exports.handler = async () => null')
  const { receive } = lambda.queues
  lambda.queues.receive = async (arn, options) => {
    await new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()))
    lambda.queues.put('late')
    return receive(arn, options)
  }
  await lambda.make('EventSourceMapping', 'Map', { EventSourceArn: QUEUE, FunctionName: 'worker' })
  await lambda.plugin.close()
  expect(lambda.queues.visible()).toEqual(['m1'])
  expect(lambda.queues.hidden()).toEqual([])
})

test('a batch that the end of the runtime cuts off goes back at once', async () => {
  await start({}, 'exports.handler = () => new Promise((r) => setTimeout(r, 60_000))')
  lambda.queues.put('x')
  await until(() => expect(lambda.queues.hidden()).toEqual(['m1']))
  await lambda.plugin.close()
  expect(lambda.queues.visible()).toEqual(['m1'])
})

test('a queue that cannot be read is told, and read again after a pause', async () => {
  const pauses: number[] = []
  lambda = await setup((site) => ({
    ...site,
    clock: {
      ...site.clock,
      sleep: (milliseconds, signal) => {
        pauses.push(milliseconds)
        return milliseconds <= 2000 ? Promise.resolve() : site.clock.sleep(milliseconds, signal)
      },
    },
  }))
  await lambda.makeFunction('worker', 'exports.handler = async () => null')
  const { receive } = lambda.queues
  let calls = 0
  lambda.queues.receive = async (arn, options) => {
    calls++
    if (calls <= 2) throw new Error('no such queue')
    return receive(arn, options)
  }
  await lambda.make('EventSourceMapping', 'Map', { EventSourceArn: QUEUE, FunctionName: 'worker' })
  lambda.queues.put('x')
  await until(() => expect(lambda.queues.hidden().concat(lambda.queues.visible())).toEqual([]))
  expect(pauses.slice(0, 2)).toEqual([1000, 2000])
  expect(lambda.said[0]).toContain(`cannot receive from ${QUEUE}: Error: no such queue; trying again in 1 s`)
})

test('a filter, a queue that is none, and a large batch without a window are refused', async () => {
  lambda = await setup()
  await lambda.makeFunction('worker', 'exports.handler = async () => null')
  const make = (properties: Record<string, unknown>) =>
    lambda.make('EventSourceMapping', 'Map', { EventSourceArn: QUEUE, FunctionName: 'worker', ...properties })
  await expect(make({ FilterCriteria: { Filters: [] } })).rejects.toThrow('filters are not supported locally')
  await expect(make({ EventSourceArn: 'arn:aws:kinesis:x' })).rejects.toThrow('only queues are read locally')
  await expect(make({ BatchSize: 11 })).rejects.toThrow('above 10 needs a MaximumBatchingWindowInSeconds')
})
