import { DescribeTasksCommand, ECSClient, StopTaskCommand } from '@aws-sdk/client-ecs'
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEcsAuditTasks } from '../../../shared/aws/ecs-audit-tasks.ts'
import { createOldestMessage } from '../../../shared/aws/oldest-message.ts'
import { createSqsRoute } from '../../../shared/aws/sqs-route.ts'
import { createLog } from '../../../shared/platform/log.ts'

const ecs = mockClient(ECSClient)
const sqs = mockClient(SQSClient)
beforeEach(() => {
  ecs.reset()
  sqs.reset()
})
afterEach(() => vi.unstubAllGlobals())

const URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/loads'

describe('tasks', () => {
  const tasks = createEcsAuditTasks({ client: new ECSClient({ region: 'us-east-1' }), cluster: 'c' })

  test('that run are stopped, with the reason, in our cluster', async () => {
    ecs
      .on(DescribeTasksCommand, { cluster: 'c', tasks: ['arn'] })
      .resolves({ tasks: [{ desiredStatus: 'RUNNING' }] })
    ecs.on(StopTaskCommand).resolves({})
    expect(await tasks.stop('arn', 'why')).toBe('stopped')
    const [call] = ecs.commandCalls(StopTaskCommand)
    expect(call?.args[0].input).toEqual({ cluster: 'c', task: 'arn', reason: 'why' })
  })

  test.each([[[{ desiredStatus: 'STOPPED' }]], [[]]])(
    'that are ending, or forgotten, are let be: %j',
    async (found) => {
      ecs.on(DescribeTasksCommand).resolves({ tasks: found })
      expect(await tasks.stop('arn', 'why')).toBe('ended')
      expect(ecs.commandCalls(StopTaskCommand)).toEqual([])
    },
  )
})

describe('a route', () => {
  const oldest = vi.fn(async () => 1000)
  const route = createSqsRoute({
    ...{ client: new SQSClient({ region: 'us-east-1' }), name: 'loads', queueUrl: URL, oldest },
    deadLetterQueueUrl: `${URL}-dead`,
  })
  const attributes = (visible: number, inWork: number, delayed: number) => ({
    Attributes: {
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inWork),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    },
  })

  test('is empty where nothing waits, is in work or delayed', async () => {
    sqs.on(GetQueueAttributesCommand).resolves(attributes(0, 0, 0))
    expect(await route.sight()).toEqual({ isEmpty: true })
    for (const counts of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const) {
      sqs.on(GetQueueAttributesCommand).resolves(attributes(counts[0], counts[1], counts[2]))
      expect(await route.sight()).toEqual({ isEmpty: false, waitingSince: 1000 })
    }
  })

  test('is not taken for empty where SQS says nothing', async () => {
    sqs.on(GetQueueAttributesCommand).resolves({})
    expect(await route.sight()).toMatchObject({ isEmpty: false })
  })

  test('sends load messages', async () => {
    sqs.on(SendMessageCommand).resolves({})
    await route.send({ object: { bucket: 'b', key: 'k', versionId: 'v' }, launch: 2, reason: 'audit: x' })
    const { QueueUrl, MessageBody = '' } = sqs.commandCalls(SendMessageCommand)[0]?.args[0].input ?? {}
    expect(QueueUrl).toBe(URL)
    expect(JSON.parse(MessageBody)).toMatchObject({ kind: 'load', launch: 2, object: { versionId: 'v' } })
  })
})

describe('the oldest message', () => {
  const lines: string[] = []
  const oldest = createOldestMessage({
    client: new SQSClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' },
    }),
    clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
    log: createLog(
      'audit',
      (line) => lines.push(line),
      () => 0,
    ),
  })
  const answer = (body: object, status = 200) => {
    const fetched = vi.fn(async (_url: string | globalThis.URL, _init?: RequestInit) =>
      Response.json(body, { status }),
    )
    vi.stubGlobal('fetch', fetched)
    return fetched
  }

  test('is as old as CloudWatch last said, and asked of its own endpoint', async () => {
    const fetched = answer({ MetricDataResults: [{ Timestamps: [1_795_000_000, 1], Values: [600, 5] }] })
    expect(await oldest(URL)).toBe((1_795_000_000 - 600) * 1000)
    const [url, init] = fetched.mock.calls[0] ?? []
    expect(String(url)).toBe('https://monitoring.eu-west-1.amazonaws.com/')
    expect(init?.headers).toMatchObject({
      'x-amz-security-token': 'token',
      authorization: expect.stringContaining('Credential=id/20261121/eu-west-1/monitoring/aws4_request'),
    })
    expect(String(init?.body)).toContain('"Value":"loads"')
  })

  test('is not known where CloudWatch has no value, or refuses: the log says so', async () => {
    answer({ MetricDataResults: [{ Timestamps: [], Values: [] }] })
    expect(await oldest(URL)).toBeUndefined()
    expect(lines).toEqual([])
    answer({ __type: 'AccessDenied' }, 403)
    expect(await oldest(URL)).toBeUndefined()
    expect(lines.join()).toContain('GetMetricData: 403')
  })
})
