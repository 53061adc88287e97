import { readdirSync, readFileSync } from 'node:fs'
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Context } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'

const LAUNCHES = 'http://127.0.0.1:4566/000000000000/launches'
const STOPS_DEAD_LETTERS = 'http://127.0.0.1:4566/000000000000/stops-dead-letters'
const events = `${import.meta.dirname}/../../../events/explain-stop`

// What the entry reads once, when it is imported.
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  STACK_NAME: 'stevedore-local',
  STAGE: 'local',
  LEDGER_TABLE: 'ledger',
  RESULTS_BUCKET: 'results',
  LAUNCHES_QUEUE_URL: LAUNCHES,
  LAUNCHES_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/launches-dead-letters',
  STOPS_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/stops',
  STOPS_DEAD_LETTER_QUEUE_URL: STOPS_DEAD_LETTERS,
  TOPIC: 'arn:aws:sns:us-east-1:000000000000:topic',
  LOG_GROUP: '/ecs/stevedore-local',
  NOTIFY: 'problems',
})

const dynamo = mockClient(DynamoDBClient)
const s3 = mockClient(S3Client)
const sns = mockClient(SNSClient)
const sqs = mockClient(SQSClient)
const fetched = vi.spyOn(globalThis, 'fetch')
const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
const { handler } = await import('../../../functions/explain-stop/index.ts')

/** The load of every event, at work by its first attempt; all that is written is taken. What is not expected fails. */
beforeEach(() => {
  stdout.mockClear()
  const unexpected = new Error('This call was not expected')
  dynamo.reset().onAnyCommand().rejects(unexpected)
  s3.reset().onAnyCommand().rejects(unexpected)
  sns.reset().onAnyCommand().rejects(unexpected)
  sqs.reset().onAnyCommand().rejects(unexpected)
  dynamo.on(GetItemCommand).callsFake(async ({ Key }) => ({
    Item: { ...Key, ...loading },
  }))
  dynamo.on(UpdateItemCommand).resolves({ Attributes: { mails: { N: '1' } } })
  dynamo.on(QueryCommand).resolves({ Items: [] })
  s3.on(PutObjectCommand).resolves({})
  sns.on(PublishCommand).resolves({})
  sqs.on(SendMessageCommand).resolves({})
  sqs.on(ChangeMessageVisibilityCommand).resolves({})
  fetched.mockImplementation(async () => Response.json({ events: [{ message: 'the last line' }] }))
})
afterAll(() => {
  stdout.mockRestore()
  fetched.mockRestore()
})

const loading = {
  status: { S: 'loading' },
  statusAt: { S: '2026-03-02T08:16:10.000Z' },
  attempt: { N: '1' },
  fruitless: { N: '0' },
  launch: { M: { number: { N: '1' }, capacity: { S: 'spot' } } },
}

interface SqsEvent {
  Records: { messageId: string; receiptHandle: string; body: string; attributes: Record<string, string> }[]
}

function eventOf(file: string): SqsEvent {
  return JSON.parse(readFileSync(`${events}/${file}.json`, 'utf8'))
}

function invoke(event: unknown) {
  const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 30_000 } as Context
  return handler(event, context, { signal: new AbortController().signal })
}

const logged = () => stdout.mock.calls.map(([line]) => JSON.parse(String(line)))
const published = () => sns.commandCalls(PublishCommand).map((call) => call.args[0].input)
const sends = () => sqs.commandCalls(SendMessageCommand).map((call) => call.args[0].input)

test('F38 a killed task: the next launch is sent, the event archived, and one mail published', async () => {
  const event = eventOf('killed')
  expect(await invoke(event)).toEqual({ batchItemFailures: [] })
  expect(sends()).toMatchObject([{ QueueUrl: LAUNCHES, DelaySeconds: 0 }])
  expect(JSON.parse(sends()[0]?.MessageBody ?? '')).toMatchObject({
    kind: 'load',
    object: { key: 'zipcodes/zipcodes.csv', versionId: 'HV3k7JUBaLCJ16j7RyMBPoAen35Q4NGz' },
    launch: 2,
    capacity: 'spot',
    reason: expect.stringContaining('killed'),
  })
  expect(s3.commandCalls(PutObjectCommand).map((call) => call.args[0].input)).toEqual([
    {
      Bucket: 'results',
      Key: expect.stringMatching(/^stops\/2026\/03\/02\/[0-9a-f]{32}\.json$/),
      Body: event.Records[0]?.body,
      ContentType: 'application/json',
    },
  ])
  expect(published()).toEqual([
    {
      TopicArn: process.env.TOPIC,
      Subject: '[stevedore-local] Task killed: zipcodes/zipcodes.csv goes on by itself',
      Message: expect.stringContaining('the last line'),
    },
  ])
})

test.each(['done', 'bad-data', 'deploy', 'scale-in'])('%s: nothing is sent, no one is told', async (file) => {
  expect(await invoke(eventOf(file))).toEqual({ batchItemFailures: [] })
  expect(sends()).toEqual([])
  expect(published()).toEqual([])
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1)
})

test('each stop is counted by its class, and the load that fails with it', async () => {
  await invoke(eventOf('killed'))
  await invoke(eventOf('needs-a-person'))
  const [killed, failed] = logged()
  expect(killed).toMatchObject({ TasksStopped: 1, Class: 'killed', Stack: 'stevedore-local' })
  expect(killed).not.toHaveProperty('LoadsFailed')
  expect(failed).toMatchObject({ TasksStopped: 1, Class: 'application', LoadsFailed: 1 })
})

test('a task of the service is told with the files that it had in hand, and no launch is sent', async () => {
  dynamo.on(QueryCommand).callsFake(async ({ ExpressionAttributeValues }) => ({
    Items:
      ExpressionAttributeValues[':shard'].S === 'loading#3'
        ? [{ object: { S: 's3://landing/a.csv' }, version: { S: 'v1' }, ...loading }]
        : [],
  }))
  expect(await invoke(eventOf('infrastructure'))).toEqual({ batchItemFailures: [] })
  expect(published()[0]?.Subject).toBe('[stevedore-local] Task stopped by AWS: a.csv goes on by itself')
  expect(sends()).toEqual([])
})

test('what a run of the audit had in hand is told to go on in the next one', async () => {
  dynamo.on(QueryCommand).callsFake(async ({ ExpressionAttributeValues }) => ({
    Items:
      ExpressionAttributeValues[':shard'].S === 'loading#3'
        ? [{ object: { S: 's3://landing/a.csv' }, version: { S: 'v1' }, ...loading }]
        : [],
  }))
  const event = eventOf('infrastructure')
  for (const record of event.Records) record.body = record.body.replaceAll('load-queue', 'audit')
  expect(await invoke(event)).toEqual({ batchItemFailures: [] })
  expect(published()[0]?.Message).toContain('A task audit of')
  expect(published()[0]?.Message).toContain('attempt 2 begins by itself in the next run of the audit')
})

test('a log that cannot be read leaves the mail without its lines', async () => {
  fetched.mockRejectedValue(new TypeError('fetch failed'))
  expect(await invoke(eventOf('killed'))).toEqual({ batchItemFailures: [] })
  expect(published()[0]?.Message).not.toContain('last log lines')
})

test('a container that never ran has no log lines', async () => {
  fetched.mockImplementation(async () =>
    Response.json({ __type: 'ResourceNotFoundException' }, { status: 400 }),
  )
  expect(await invoke(eventOf('image-pull'))).toEqual({ batchItemFailures: [] })
  expect(published()[0]?.Message).toContain('none: it never ran')
})

describe('F11 F82', () => {
  test('an event that nobody can read goes to the dead letters with its reason', async () => {
    const event = eventOf('not-an-event')
    expect(await invoke(event)).toEqual({ batchItemFailures: [] })
    expect(sends()).toEqual([
      {
        QueueUrl: STOPS_DEAD_LETTERS,
        MessageBody: event.Records[0]?.body,
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: expect.stringContaining('event.invalid') },
        },
      },
    ])
  })

  test('a mail that the topic refuses leaves the message, its load sent on all the same', async () => {
    sns.on(PublishCommand).rejects(new Error('Throttled'))
    const event = eventOf('killed')
    expect(await invoke(event)).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }],
    })
    expect(sends()).toHaveLength(1)
  })

  test('a stop that was told is told no second time', async () => {
    dynamo.on(UpdateItemCommand).callsFake(async ({ Key }) => {
      if (!Key.object.S.startsWith('stop#')) return {}
      throw new ConditionalCheckFailedException({ $metadata: {}, message: 'The conditional request failed' })
    })
    dynamo.on(GetItemCommand).callsFake(async ({ Key }) => ({
      Item: { ...Key, ...loading, sentAt: { S: '2026-03-02T08:20:00.000Z' } },
    }))
    expect(await invoke(eventOf('killed'))).toEqual({ batchItemFailures: [] })
    expect(published()).toEqual([])
  })
})

test('every sample of events/explain-stop is understood or refused, never left', async () => {
  for (const file of readdirSync(events)) {
    expect(await invoke(eventOf(file.replace('.json', ''))), file).toEqual({ batchItemFailures: [] })
  }
})
