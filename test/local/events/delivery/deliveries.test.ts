import { describe, expect, test, vi } from 'vitest'
import { ApiError } from '../../../../local/protocol/api-error.ts'
import { callApi, createTestBus, DEAD_LETTERS, eventOf, objectCreated, QUEUE } from '../setup.ts'

const CREATED = { source: ['aws.s3'], 'detail-type': ['Object Created'] }
const throttled = new ApiError('ThrottlingException', 'Slow down.')
const denied = new ApiError('AWS.SimpleQueueService.NonExistentQueue', 'No such queue.')

async function setup(target: Record<string, unknown> = {}, from: Parameters<typeof createTestBus>[0] = {}) {
  const made = createTestBus(from)
  await made.applyRule('Loads', { EventPattern: CREATED, Targets: [{ Id: 't', Arn: QUEUE, ...target }] })
  return made
}

function failOn(arn: string, error: Error, times = Number.POSITIVE_INFINITY) {
  let left = times
  return (called: string) => {
    if (called === arn && left-- > 0) throw error
  }
}

describe('an event is delivered', () => {
  test('to every target whose rule matches, as an envelope', async () => {
    const { bus, sent } = await setup()
    await bus.emit(objectCreated('a "key"\n😀\\.csv', 3))
    await bus.emit({ ...objectCreated('other'), detailType: 'Object Deleted' })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    expect(eventOf(sent, 0)).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-1',
      resources: ['arn:aws:s3:::landing'],
      detail: objectCreated('a "key"\n😀\\.csv', 3).detail,
    })
    expect(sent[0]).toMatchObject({ arn: QUEUE })
  })

  test('F06 once, whatever its size, where two rules part the sizes', async () => {
    const { bus, sent, applyRule } = createTestBus()
    const limit = 1_048_576
    const object = (size: unknown[]) => ({ ...CREATED, detail: { object: { size } } })
    await applyRule('Small', {
      EventPattern: object([{ numeric: ['<=', limit] }, { exists: false }]),
      Targets: [{ Id: 't', Arn: `${QUEUE}-small` }],
    })
    await applyRule('Large', {
      EventPattern: object([{ numeric: ['>', limit] }]),
      Targets: [{ Id: 't', Arn: `${QUEUE}-large` }],
    })
    const sizes = [0, limit - 1, limit, limit + 1, 5_000_000_000, 5_000_000_001, undefined]
    for (const size of sizes) await bus.emit(objectCreated('k', size))
    await vi.waitFor(() => expect(sent).toHaveLength(sizes.length))
    expect(sent.map(({ arn }) => arn.split('-').at(-1))).toEqual([
      'small',
      'small',
      'small',
      'large',
      'large',
      'large',
      'small',
    ])
  })

  test('to a FIFO queue with its group', async () => {
    const { bus, sent } = await setup({ Arn: `${QUEUE}.fifo`, SqsParameters: { MessageGroupId: 'g' } })
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(sent).toMatchObject([{ groupId: 'g' }]))
  })

  test('to a function as JSON and to a topic as text', async () => {
    const { bus, invokes, published, applyRule } = createTestBus()
    await applyRule('Both', {
      EventPattern: CREATED,
      Targets: [
        { Id: 'f', Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f', InputPath: '$.detail.object' },
        { Id: 't', Arn: 'arn:aws:sns:eu-west-1:000000000000:mails', Input: '"new object"' },
      ],
    })
    await bus.emit(objectCreated('k', 1))
    await vi.waitFor(() => expect([invokes.length, published.length]).toEqual([1, 1]))
    expect(invokes[0]?.payload).toMatchObject({ key: 'k', size: 1 })
    expect(published[0]?.message).toBe('"new object"')
  })

  test('F09 to a task as overrides that a key cannot add to', async () => {
    const { bus, launches, lines, applyRule } = createTestBus()
    const cluster = 'arn:aws:ecs:eu-west-1:000000000000:cluster/main'
    await applyRule('A-rule-with-a-name-that-is-longer-than-allowed', {
      EventPattern: CREATED,
      Targets: [
        {
          Id: 'task',
          Arn: cluster,
          RoleArn: 'arn:aws:iam::000000000000:role/start',
          InputTransformer: {
            InputPathsMap: { key: '$.detail.object.key' },
            InputTemplate:
              '{"containerOverrides":[{"name":"load","environment":[{"name":"KEY","value":<key>}]}]}',
          },
          EcsParameters: {
            TaskDefinitionArn: 'load-object:1',
            TaskCount: '2',
            CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
            NetworkConfiguration: { AwsVpcConfiguration: { Subnets: ['s-1'], AssignPublicIp: 'ENABLED' } },
            TagList: [{ Key: 'a', Value: 'b' }],
          },
        },
      ],
    })
    const key = 'x","name":"AWS_SECRET'
    await bus.emit(objectCreated(key))
    await vi.waitFor(() => expect(launches).toHaveLength(1))
    expect(launches[0]).toEqual({
      cluster,
      taskDefinition: 'load-object:1',
      count: 2,
      startedBy: 'events-rule/stack-A-rule-with-a-name',
      overrides: { containerOverrides: [{ name: 'load', environment: [{ name: 'KEY', value: key }] }] },
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ['s-1'], assignPublicIp: 'ENABLED' } },
      tags: [{ key: 'a', value: 'b' }],
    })
    // The fake answers with a failure, which EventBridge does not see.
    await bus.close()
    expect(lines).toEqual([])
  })
})

test('a task whose target has no input starts as it is defined', async () => {
  const { bus, launches, applyRule } = createTestBus()
  const target = {
    Id: 'task',
    Arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/main',
    RoleArn: 'arn:aws:iam::0:role/r',
  }
  await applyRule('Plain', {
    Name: 'a.rule',
    EventPattern: CREATED,
    Targets: [{ ...target, EcsParameters: { TaskDefinitionArn: 'audit', LaunchType: 'FARGATE' } }],
  })
  await bus.emit(objectCreated('k'))
  await vi.waitFor(() => expect(launches).toHaveLength(1))
  expect(launches[0]).toEqual({
    cluster: target.Arn,
    taskDefinition: 'audit',
    count: 1,
    launchType: 'FARGATE',
    startedBy: 'events-rule/a_rule',
  })
})

describe('a failed try', () => {
  test('is repeated with growing pauses where the target throttles', async () => {
    const { bus, sent, clock, faults } = await setup()
    faults.fail = failOn(QUEUE, throttled, 3)
    await bus.emit(objectCreated('k'))
    for (const wait of [750, 1_500, 3_000]) {
      await vi.waitFor(() => expect(clock.sleepers).toBe(1))
      clock.advance(wait - 1)
      expect(clock.sleepers).toBe(1)
      clock.advance(1)
    }
    await vi.waitFor(() => expect(sent).toHaveLength(1))
  })

  test('F05 goes straight to the dead-letter queue where the target is gone', async () => {
    const { bus, sent, faults, lines } = await setup({ DeadLetterConfig: { Arn: DEAD_LETTERS } })
    faults.fail = failOn(QUEUE, denied)
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.arn).toBe(DEAD_LETTERS)
    expect(eventOf(sent, 0)).toMatchObject({ 'detail-type': 'Object Created' })
    expect(sent[0]?.attributes).toEqual({
      RULE_ARN: 'arn:aws:events:eu-west-1:000000000000:rule/stack-Loads',
      TARGET_ARN: QUEUE,
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: 'AWS.SimpleQueueService.NonExistentQueue: No such queue.',
      RETRY_ATTEMPTS: '0',
    })
    expect(lines).toEqual([expect.stringContaining(`now in ${DEAD_LETTERS}`)])
  })

  test('F05 ends in the dead-letter queue when the retries are used up', async () => {
    const { bus, sent, clock, faults } = await setup({
      DeadLetterConfig: { Arn: DEAD_LETTERS },
      RetryPolicy: { MaximumRetryAttempts: '1' },
    })
    faults.fail = failOn(QUEUE, new ApiError('InternalError', 'Sorry.', 500))
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(clock.sleepers).toBe(1))
    clock.advance(1_000)
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.attributes).toMatchObject({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '1',
    })
  })

  test('F05 ends in the dead-letter queue when the event is too old', async () => {
    const { bus, sent, clock, faults } = await setup({
      DeadLetterConfig: { Arn: DEAD_LETTERS },
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
    })
    faults.fail = failOn(QUEUE, new Error('connect ECONNREFUSED'))
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(clock.sleepers).toBe(1))
    clock.advance(61_000)
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.attributes).toMatchObject({
      ERROR_CODE: 'INTERNAL_ERROR',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    })
  })

  test('that is final drops the event with a line on the screen where there is no dead-letter queue', async () => {
    const { bus, faults, lines } = await setup()
    faults.fail = failOn(QUEUE, denied)
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() =>
      expect(lines).toEqual([expect.stringContaining('dropped, the target has no DeadLetterConfig')]),
    )
  })

  test('whose dead letter fails too says so', async () => {
    const { bus, faults, lines } = await setup({ DeadLetterConfig: { Arn: DEAD_LETTERS } })
    faults.fail = () => {
      throw denied
    }
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(lines).toEqual([expect.stringContaining('refuses it')]))
  })

  test('does not hold up another target of the same rule', async () => {
    const { bus, sent, faults, applyRule } = createTestBus()
    const targets = [
      { Id: 'a', Arn: QUEUE },
      { Id: 'b', Arn: `${QUEUE}-b` },
    ]
    await applyRule('Two', { EventPattern: CREATED, Targets: targets })
    faults.fail = failOn(QUEUE, throttled)
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(sent).toMatchObject([{ arn: `${QUEUE}-b` }]))
    await bus.close()
  })

  test('of an input that is no JSON for a function is final', async () => {
    const { bus, sent, applyRule } = createTestBus()
    await applyRule('Bad', {
      EventPattern: CREATED,
      Targets: [
        {
          Id: 'f',
          Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
          InputTransformer: { InputTemplate: 'rule <aws.events.rule-name>' },
          DeadLetterConfig: { Arn: DEAD_LETTERS },
        },
      ],
    })
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(sent[0]?.attributes).toMatchObject({ ERROR_CODE: 'INVALID_JSON' }))
  })
})

describe('a restart', () => {
  test('delivers what was accepted and not delivered, once its rule is there again', async () => {
    const first = await setup()
    first.faults.fail = failOn(QUEUE, throttled)
    await first.bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(first.clock.sleepers).toBe(1))
    await first.bus.close()
    expect(first.sent).toEqual([])

    const second = await setup({}, { dataFolder: first.dataFolder })
    await second.applyRule('Loads', { EventPattern: CREATED, Targets: [{ Id: 't', Arn: QUEUE }] })
    await vi.waitFor(() => expect(second.sent).toHaveLength(1))
    expect(eventOf(second.sent, 0)).toMatchObject({ detail: { object: { key: 'k' } } })
    await second.bus.close()
    expect(second.sent).toHaveLength(1)

    const third = await setup({}, { dataFolder: first.dataFolder })
    await third.bus.close()
    expect(third.sent).toEqual([])
  })

  test('delivers what was accepted when the process was killed before the try ended', async () => {
    const first = await setup()
    first.targets.queue.send = () => new Promise(() => {})
    await first.bus.emit(objectCreated('k'))
    const second = await setup({}, { dataFolder: first.dataFolder })
    await vi.waitFor(() => expect(second.sent).toHaveLength(1))
    await second.bus.close()
  })

  test('drops what was accepted over a day before, and says so', async () => {
    const first = await setup()
    first.targets.queue.send = () => new Promise(() => {})
    first.clock.advance(-86_401_000)
    await first.bus.emit(objectCreated('k'))
    const second = await setup({}, { dataFolder: first.dataFolder })
    expect(second.lines).toEqual([expect.stringContaining('dropped, it was accepted over a day ago')])
    await second.bus.close()
    expect(second.sent).toEqual([])
  })

  test('keeps rules of the API, and lets them go on at the first request', async () => {
    const first = createTestBus()
    await callApi(first.bus, 'PutRule', { Name: 'mine', EventPattern: JSON.stringify(CREATED) })
    await callApi(first.bus, 'PutTargets', { Rule: 'mine', Targets: [{ Id: 't', Arn: QUEUE }] })
    first.faults.fail = failOn(QUEUE, throttled)
    await first.bus.emit(objectCreated('k'))
    await first.bus.close()

    const second = createTestBus({ dataFolder: first.dataFolder })
    expect(second.sent).toEqual([])
    await callApi(second.bus, 'ListRules', {})
    await vi.waitFor(() => expect(second.sent).toHaveLength(1))
    await second.bus.close()
  })
})

test('at most 64 tries are under way at once, and none is lost', async () => {
  const { bus, targets } = await setup()
  const waiting: (() => void)[] = []
  let started = 0
  targets.queue.send = () => {
    started++
    return new Promise<void>((resolve) => waiting.push(resolve))
  }
  await Promise.all(Array.from({ length: 200 }, (_, n) => bus.emit(objectCreated(String(n)))))
  await vi.waitFor(() => expect(started).toBe(64))
  while (started < 200 || waiting.length > 0) {
    waiting.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(started).toBe(200)
  await bus.close()
})
