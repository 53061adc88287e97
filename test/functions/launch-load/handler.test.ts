import { readdirSync, readFileSync } from 'node:fs'
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { ECSClient, ECSServiceException, RunTaskCommand } from '@aws-sdk/client-ecs'
import { HeadObjectCommand, NotFound, S3Client } from '@aws-sdk/client-s3'
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Context } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'

const LAUNCHES = 'http://127.0.0.1:4566/000000000000/launches'
const DEAD_LETTERS = 'http://127.0.0.1:4566/000000000000/launches-dead-letters'
const BUCKET = 'stevedore-local-landingbucket-faeb9012'
const events = `${import.meta.dirname}/../../../events/launch-load`

// What the entry reads once, when it is imported.
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  STACK_NAME: 'stevedore-local',
  LEDGER_TABLE: 'ledger',
  LANDING_BUCKET: BUCKET,
  LAUNCHES_QUEUE_URL: LAUNCHES,
  DEAD_LETTER_QUEUE_URL: DEAD_LETTERS,
  CLUSTER: 'stevedore-local',
  TASK_DEFINITION: 'arn:aws:ecs:us-east-1:000000000000:task-definition/stevedore-local-load-object:1',
  SUBNETS: 'subnet-a,subnet-b',
  SECURITY_GROUPS: 'sg-1',
  ASSIGN_PUBLIC_IP: 'ENABLED',
  LAUNCH_CAPACITY: 'spot',
  TASK_SIZE: '512/1024',
  LARGE_TASK_SIZE: '1024/2048',
  LARGEST_TASK_SIZE: '1024/4096',
  HOURLY_DATASETS: JSON.stringify([{ name: 'nightly', match: 'nightly/**/*.csv' }]),
})

const dynamo = mockClient(DynamoDBClient)
const ecs = mockClient(ECSClient)
const s3 = mockClient(S3Client)
const sqs = mockClient(SQSClient)
const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
const { handler } = await import('../../../functions/launch-load/index.ts')

/** All is well: no item in the ledger, room in the cluster. What is not expected fails. */
beforeEach(() => {
  stdout.mockClear()
  const unexpected = new Error('This call was not expected')
  dynamo.reset().onAnyCommand().rejects(unexpected)
  ecs.reset().onAnyCommand().rejects(unexpected)
  s3.reset().onAnyCommand().rejects(unexpected)
  sqs.reset().onAnyCommand().rejects(unexpected)
  dynamo.on(PutItemCommand).resolves({})
  ecs.on(RunTaskCommand).resolves({ tasks: [{ taskArn: 'arn:task/1' }], failures: [] })
  s3.on(HeadObjectCommand).resolves({ VersionId: 'current', ContentLength: 2_018_388, ETag: '"9b2c"' })
  sqs.on(ChangeMessageVisibilityCommand).resolves({})
  sqs.on(SendMessageCommand).resolves({})
})
afterAll(() => stdout.mockRestore())

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

function failed(event: SqsEvent, ...positions: number[]) {
  return {
    batchItemFailures: positions.map((position) => ({ itemIdentifier: event.Records[position]?.messageId })),
  }
}

function throttled() {
  return new ECSServiceException({
    name: 'ThrottlingException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
    message: 'Rate exceeded',
  })
}

const runs = () => ecs.commandCalls(RunTaskCommand).map((call) => call.args[0].input)
const sends = () => sqs.commandCalls(SendMessageCommand).map((call) => call.args[0].input)
const logged = () => stdout.mock.calls.map(([line]) => JSON.parse(String(line)))

test('a file that waits for the hour is noted, whatever its size, and no task is started', async () => {
  const event = eventOf('large-object')
  for (const record of event.Records)
    record.body = record.body.replace('zipcodes/zipcodes.csv', 'nightly/2026/a.csv')
  dynamo.on(GetItemCommand).resolves({})
  dynamo.on(UpdateItemCommand).resolves({})
  expect(await invoke(event)).toEqual({ batchItemFailures: [] })
  expect(runs()).toEqual([])
  expect(JSON.stringify(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input)).toMatch(/nightly.*queued/)
})

describe('a large object', () => {
  test('gets a task of its own, with its version looked up where the event has none', async () => {
    expect(await invoke(eventOf('large-object'))).toEqual({ batchItemFailures: [] })
    expect(dynamo.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'ledger',
      ConditionExpression: 'attribute_not_exists(#object)',
      Item: {
        object: { S: `s3://${BUCKET}/zipcodes/zipcodes.csv` },
        version: { S: 'current' },
        status: { S: 'queued' },
        statusShard: { S: expect.stringMatching(/^queued#\d+$/) },
        attempt: { N: '0' },
        launch: { M: { number: { N: '1' }, capacity: { S: 'spot' } } },
      },
    })
    expect(runs()).toEqual([
      {
        cluster: 'stevedore-local',
        taskDefinition: process.env.TASK_DEFINITION,
        count: 1,
        clientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
        startedBy: expect.stringMatching(/^launch-load\/[0-9a-f]{24}$/),
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ['subnet-a', 'subnet-b'],
            securityGroups: ['sg-1'],
            assignPublicIp: 'ENABLED',
          },
        },
        overrides: {
          cpu: '512',
          memory: '1024',
          containerOverrides: [
            {
              name: 'load-object',
              cpu: 512,
              memory: 1024,
              environment: [
                { name: 'OBJECT_BUCKET', value: BUCKET },
                { name: 'OBJECT_KEY', value: 'zipcodes/zipcodes.csv' },
                { name: 'OBJECT_VERSION_ID', value: 'current' },
                { name: 'OBJECT_SIZE', value: '2018388' },
                { name: 'OBJECT_ETAG', value: '9b2c' },
                { name: 'OBJECT_UPLOADED_AT', value: '2026-03-02T08:15:30Z' },
                { name: 'LAUNCH_NUMBER', value: '1' },
              ],
            },
          ],
        },
        propagateTags: 'TASK_DEFINITION',
      },
    ])
  })

  test('F36 whose first answer was lost is asked for under the same token', async () => {
    const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    ecs
      .on(RunTaskCommand)
      .rejectsOnce(lost)
      .resolves({ tasks: [{ taskArn: 'arn:task/1' }] })
    const event = eventOf('large-object')
    expect(await invoke(event)).toEqual(failed(event, 0))
    dynamo.on(PutItemCommand).rejects(found({ status: 'queued', number: 1 }))
    expect(await invoke(event)).toEqual({ batchItemFailures: [] })
    const [first, second] = runs()
    expect(second).toEqual(first)
  })

  test.each([
    [1024 ** 3 - 1, 'first', '512', '1024'],
    [1024 ** 3 - 1, 'larger', '1024', '2048'],
    [1024 ** 3, 'first', '1024', '2048'],
    [1024 ** 3, 'larger', '1024', '4096'],
  ])('of %s bytes gets, at its %s size, %s CPU units and %s MiB', async (bytes, size, cpu, memory) => {
    const event = eventOf('large-object')
    for (const record of event.Records) record.body = record.body.replace('"size":2018388', `"size":${bytes}`)
    s3.on(HeadObjectCommand).resolves({ VersionId: 'current', ContentLength: bytes })
    if (size === 'larger') dynamo.on(PutItemCommand).rejects(found({ status: 'queued', number: 1, size }))
    expect(await invoke(event)).toEqual({ batchItemFailures: [] })
    expect(runs()[0]?.overrides).toMatchObject({ cpu, memory })
  })

  test('F08 F09 keeps an odd key in one variable', async () => {
    const event = eventOf('odd-key')
    const { key } = JSON.parse(event.Records[0]?.body ?? '').detail.object
    await invoke(event)
    const environment = runs()[0]?.overrides?.containerOverrides?.[0]?.environment
    expect(environment).toContainEqual({ name: 'OBJECT_KEY', value: key })
    expect(environment?.map(({ name }) => name)).not.toContain('AWS_SECRET_ACCESS_KEY')
    expect(s3.calls()).toEqual([])
  })

  test('that is not there any more is told to a person, not dropped', async () => {
    s3.on(HeadObjectCommand).rejects(new NotFound({ $metadata: { httpStatusCode: 404 }, message: '' }))
    const event = eventOf('large-object')
    expect(await invoke(event)).toEqual({ batchItemFailures: [] })
    expect(sends()[0]).toMatchObject({
      QueueUrl: DEAD_LETTERS,
      MessageBody: event.Records[0]?.body,
      MessageAttributes: { reason: { StringValue: expect.stringContaining('there is no such object') } },
    })
  })
})

test('a relaunch raises the number in the ledger and runs where the message says', async () => {
  dynamo.on(PutItemCommand).rejects(found({ status: 'loading', number: 1 }))
  dynamo.on(UpdateItemCommand).resolves({})
  expect(await invoke(eventOf('relaunch'))).toEqual({ batchItemFailures: [] })
  expect(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    ConditionExpression: '#status IN (:queued, :loading) AND #launch.#number = :last',
    ExpressionAttributeValues: {
      ':launch': { M: { number: { N: '2' }, capacity: { S: 'on-demand' } } },
      ':last': { N: '1' },
    },
  })
  expect(runs()[0]?.capacityProviderStrategy).toEqual([{ capacityProvider: 'FARGATE', weight: 1 }])
})

test('a message redriven from the dead letters opens the failed load again', async () => {
  dynamo
    .on(PutItemCommand)
    .rejectsOnce(found({ status: 'failed', number: 1, attempt: 0 }))
    .rejects(found({ status: 'queued', number: 2, attempt: 1 }))
  dynamo.on(UpdateItemCommand).resolves({})
  expect(await invoke(eventOf('redriven'))).toEqual({ batchItemFailures: [] })
  expect(runs()).toHaveLength(1)
  expect(runs()[0]?.overrides?.containerOverrides?.[0]?.environment).toContainEqual({
    name: 'LAUNCH_NUMBER',
    value: '2',
  })
})

describe('F11 a message that nobody can work goes to the dead letters with its reason', () => {
  test.each([
    [
      'not-json',
      'event.invalid: The message was not understood: it is not JSON: "zipcodes/zipcodes.csv is ready"',
    ],
    ['foreign-bucket', expect.stringContaining('its bucket is somebody-elses-bucket')],
  ])('%s', async (file, reason) => {
    const event = eventOf(file)
    expect(await invoke(event)).toEqual({ batchItemFailures: [] })
    expect(sends()).toEqual([
      {
        QueueUrl: DEAD_LETTERS,
        MessageBody: event.Records[0]?.body,
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      },
    ])
    expect(runs()).toEqual([])
  })

  test('and stays where even that fails', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('no route'))
    const event = eventOf('not-json')
    expect(await invoke(event)).toEqual(failed(event, 0))
  })

  test('but the test event of S3 is acknowledged', async () => {
    expect(await invoke(eventOf('test-event'))).toEqual({ batchItemFailures: [] })
    expect(sends()).toEqual([])
  })
})

describe('F34 in a batch', () => {
  test('each message has a fate of its own', async () => {
    ecs
      .on(RunTaskCommand)
      .callsFake(({ overrides }) =>
        JSON.stringify(overrides).includes('south')
          ? Promise.reject(throttled())
          : { tasks: [{ taskArn: 'arn:task/1' }] },
      )
    const event = eventOf('mixed-batch')
    expect(await invoke(event)).toEqual(failed(event, 2))
    expect(sends().map(({ QueueUrl }) => QueueUrl)).toEqual([DEAD_LETTERS])
  })

  test('only the message that must wait is put off, the longer the more often it came', async () => {
    ecs.on(RunTaskCommand).rejects(throttled())
    const event = eventOf('mixed-batch')
    expect(await invoke(event)).toEqual(failed(event, 0, 2))
    const delays = sqs.commandCalls(ChangeMessageVisibilityCommand).map((call) => call.args[0].input)
    expect(delays.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual([
      event.Records[0]?.receiptHandle,
      event.Records[2]?.receiptHandle,
    ])
    expect(delays[0]?.VisibilityTimeout).toBeGreaterThanOrEqual(15)
    expect(delays[1]?.VisibilityTimeout).toBeGreaterThanOrEqual(60)
  })

  test('a bug in one takes no neighbour with it, and is logged with its cause and message', async () => {
    dynamo
      .on(PutItemCommand)
      .callsFake(({ Item }) =>
        Item?.object?.S?.includes('north') ? Promise.reject(new RangeError('a bug')) : Promise.resolve({}),
      )
    const event = eventOf('mixed-batch')
    expect(await invoke(event)).toEqual(failed(event, 0))
    expect(logged()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        act: 'launch-load',
        messageId: event.Records[0]?.messageId,
        error: expect.objectContaining({ name: 'RangeError', message: 'a bug' }),
      }),
    )
  })

  test('a delay that cannot be set leaves the message in the queue all the same', async () => {
    ecs.on(RunTaskCommand).rejects(throttled())
    sqs.on(ChangeMessageVisibilityCommand).rejects(new Error('no route'))
    const event = eventOf('large-object')
    expect(await invoke(event)).toEqual(failed(event, 0))
  })

  test('all of it stays where the event is none of a queue', async () => {
    await expect(invoke({ Records: [] })).rejects.toThrow()
    await expect(invoke({ detail: {} })).rejects.toThrow(/no event of a queue.*Records/s)
    expect(logged()).toContainEqual(expect.objectContaining({ message: 'Batch could not be worked' }))
  })
})

describe('F35', () => {
  test('failures[] puts the next launch, with the other capacity, into the queue', async () => {
    ecs
      .on(RunTaskCommand)
      .resolves({ tasks: [], failures: [{ reason: 'Capacity is unavailable at this time' }] })
    expect(await invoke(eventOf('large-object'))).toEqual({ batchItemFailures: [] })
    const [sent] = sends()
    expect(sent).toMatchObject({ QueueUrl: LAUNCHES, DelaySeconds: 0 })
    expect(JSON.parse(sent?.MessageBody ?? '')).toMatchObject({
      kind: 'load',
      object: { key: 'zipcodes/zipcodes.csv', versionId: 'current' },
      launch: 2,
      capacity: 'on-demand',
      reason: 'Capacity is unavailable at this time',
    })
    expect(logged()).toMatchObject([{ LaunchesWithoutCapacity: 1, Stack: 'stevedore-local' }])
  })

  test.each([
    ['ThrottlingException', 400],
    ['ServerException', 500],
  ])('%s is not now', async (name, httpStatusCode) => {
    const error = new ECSServiceException({
      name,
      $fault: 'server',
      $metadata: { httpStatusCode },
      message: 'm',
    })
    ecs.on(RunTaskCommand).rejects(error)
    const event = eventOf('large-object')
    expect(await invoke(event)).toEqual(failed(event, 0))
    expect(sends()).toEqual([])
  })

  test.each([
    'InvalidParameterException',
    'AccessDeniedException',
    'ClusterNotFoundException',
    'ClientException',
  ])('%s fails the load, and a person is told', async (name) => {
    const error = new ECSServiceException({
      name,
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
      message: 'm',
    })
    ecs.on(RunTaskCommand).rejects(error)
    dynamo.on(UpdateItemCommand).resolves({})
    expect(await invoke(eventOf('large-object'))).toEqual({ batchItemFailures: [] })
    expect(logged()).toMatchObject([{ level: 'error', LaunchesFailed: 1, Stack: 'stevedore-local' }])
    const [sent] = sends()
    expect(sent?.QueueUrl).toBe(DEAD_LETTERS)
    expect(JSON.parse(sent?.MessageBody ?? '')).toMatchObject({
      kind: 'load',
      object: { versionId: 'current' },
      launch: 1,
      attempt: 0,
      reason: expect.stringMatching(
        /^launch\.failed: ECS will not start .* ClusterNotFound|^launch\.failed: ECS/,
      ),
    })
    expect(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input.ExpressionAttributeValues).toMatchObject({
      ':status': { S: 'failed' },
    })
  })
})

test('every sample of events/launch-load is understood or refused, never left', async () => {
  dynamo.on(UpdateItemCommand).resolves({})
  for (const file of readdirSync(events)) {
    expect(await invoke(eventOf(file.replace('.json', '')))).toEqual({ batchItemFailures: [] })
  }
})

/** What DynamoDB answers where the ledger has the item already. */
function found(item: { status: string; number: number; attempt?: number; size?: string }) {
  return new ConditionalCheckFailedException({
    $metadata: { httpStatusCode: 400 },
    message: 'The conditional request failed',
    Item: {
      object: { S: `s3://${BUCKET}/zipcodes/zipcodes.csv` },
      version: { S: 'current' },
      status: { S: item.status },
      statusAt: { S: '2026-03-02T08:15:31.000Z' },
      attempt: { N: String(item.attempt ?? 0) },
      fruitless: { N: '0' },
      launch: {
        M: {
          number: { N: String(item.number) },
          capacity: { S: 'spot' },
          ...(item.size ? { size: { S: item.size } } : {}),
        },
      },
    },
  })
}
