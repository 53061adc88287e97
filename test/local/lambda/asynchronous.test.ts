import { existsSync, readFileSync } from 'node:fs'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { QUEUE, setup, until } from './setup.ts'

let lambda: Awaited<ReturnType<typeof setup>>
let pauses: number[]

beforeEach(async () => {
  pauses = []
  lambda = await setup((site) => ({
    ...site,
    fastClock: {
      now: site.clock.now,
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted()
        pauses.push(milliseconds)
      },
    },
  }))
})
afterEach(() => lambda.close())

/** Counts its calls in a file and fails the first so many. */
const COUNTER = `
  const { appendFileSync, readFileSync } = require('node:fs')
  exports.handler = async ({ fail }, { awsRequestId }) => {
    appendFileSync(process.env.CALLS, awsRequestId + '\\n')
    const calls = readFileSync(process.env.CALLS, 'utf8').trim().split('\\n').length
    if (calls <= fail) throw new Error('not yet')
    return { calls }
  }`

async function makeCounter(properties: Record<string, unknown> = {}) {
  const file = `${lambda.dataFolder}/calls`
  await lambda.makeFunction('counter', COUNTER, {
    Environment: { Variables: { CALLS: file } },
    ...properties,
  })
  return () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
}

test('an event is answered before it is worked, and tried again after one and after two minutes', async () => {
  const calls = await makeCounter()
  const client = new LambdaClient(lambda.client)
  const answer = await client.send(
    new InvokeCommand({ FunctionName: 'counter', InvocationType: 'Event', Payload: '{"fail":2}' }),
  )
  expect(answer.StatusCode).toBe(202)
  await until(() => expect(calls()).toHaveLength(3))
  expect(pauses).toEqual([60_000, 120_000])
  expect(new Set(calls()).size).toBe(1)
  client.destroy()
})

test('an event that fails for good is told as lost where nothing takes it', async () => {
  const calls = await makeCounter()
  await lambda.plugin.invokeAsync('counter', { fail: 9 })
  await until(() =>
    expect(lambda.said.join('\n')).toMatch(/counter +event \S+ is lost: RetriesExhausted after 3/),
  )
  expect(calls()).toHaveLength(3)
})

test('an event that fails for good goes to the dead-letter queue as it came', async () => {
  await makeCounter({ DeadLetterConfig: { TargetArn: QUEUE } })
  await lambda.plugin.invokeAsync('counter', { fail: 9 })
  await until(() => expect(lambda.queues.sent).toHaveLength(1))
  expect(lambda.queues.sent[0]).toMatchObject({
    queueArn: QUEUE,
    body: '{"fail":9}',
    attributes: { ErrorMessage: 'not yet', RequestID: expect.any(String) },
  })
})

test('destinations get a record of the event and its answer, after as many tries as the template says', async () => {
  const calls = await makeCounter()
  await lambda.make('EventInvokeConfig', 'C', {
    FunctionName: 'counter',
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 1,
    DestinationConfig: {
      OnFailure: { Destination: QUEUE },
      OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:done' },
    },
  })
  await lambda.plugin.invokeAsync('counter', { fail: 2 })
  await until(() => expect(lambda.queues.sent).toHaveLength(1))
  expect(calls()).toHaveLength(2)
  await lambda.plugin.invokeAsync('counter', { fail: 2 })
  await until(() => expect(lambda.queues.sent).toHaveLength(2))
  expect(lambda.queues.sent.map(({ queueArn, body }) => [queueArn, JSON.parse(body)])).toMatchObject([
    [
      QUEUE,
      {
        version: '1.0',
        requestContext: {
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:counter:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 2,
        },
        requestPayload: { fail: 2 },
        responseContext: { functionError: 'Unhandled' },
        responsePayload: { errorMessage: 'not yet' },
      },
    ],
    [
      expect.stringMatching(/done$/),
      { requestContext: { condition: 'Success' }, responsePayload: { calls: 3 } },
    ],
  ])
})

test('an event for a function that is not there, or that is too large, is refused', async () => {
  await makeCounter()
  await expect(lambda.plugin.invokeAsync('nobody', {})).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    status: 404,
  })
  await expect(lambda.plugin.invokeAsync('counter', 'x'.repeat(1024 * 1024))).rejects.toMatchObject({
    code: 'RequestTooLargeException',
  })
})

test('a destination that is no queue and no function is refused', async () => {
  await makeCounter()
  await expect(
    lambda.make('EventInvokeConfig', 'C', {
      FunctionName: 'counter',
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:t' } },
    }),
  ).rejects.toThrow('arn:aws:sns:us-east-1:000000000000:t is none: not supported locally')
})
