import { describe, expect, test, vi } from 'vitest'
import { callApi, createTestBus, eventOf, objectCreated, QUEUE } from './setup.ts'

const PATTERN = JSON.stringify({ source: ['my.app'] })
const ENTRY = { Source: 'my.app', DetailType: 'Order', Detail: '{"n":1}' }

function setup() {
  const made = createTestBus()
  const call = (action: string, input: unknown = {}) => callApi(made.bus, action, input)
  return { ...made, call }
}

async function withRule() {
  const made = setup()
  await made.call('PutRule', { Name: 'mine', EventPattern: PATTERN, Description: 'd' })
  await made.call('PutTargets', { Rule: 'mine', Targets: [{ Id: 't', Arn: QUEUE }] })
  return made
}

describe('PutEvents', () => {
  test('puts events of the user on the bus', async () => {
    const { call, sent } = await withRule()
    const { body } = await call('PutEvents', {
      Entries: [{ ...ENTRY, Resources: ['r'], Time: 1767225600.5 }, ENTRY],
    })
    expect(body).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }],
    })
    await vi.waitFor(() => expect(sent).toHaveLength(2))
    expect(eventOf(sent, 0)).toMatchObject({
      id: body.Entries[0].EventId,
      source: 'my.app',
      'detail-type': 'Order',
      resources: ['r'],
      time: '2026-01-01T00:00:00Z',
      detail: { n: 1 },
    })
  })

  test('fails each bad entry by itself, and takes the others', async () => {
    const { call, sent } = await withRule()
    const { body } = await call('PutEvents', {
      Entries: [
        { ...ENTRY, Source: 'aws.s3' },
        { ...ENTRY, Detail: '{' },
        { ...ENTRY, Detail: '[]' },
        { Source: 'my.app', Detail: '{}' },
        { ...ENTRY, EventBusName: 'other' },
        ENTRY,
      ],
    })
    expect(body.FailedEntryCount).toBe(5)
    expect(body.Entries.map((entry: { ErrorCode?: string }) => entry.ErrorCode)).toEqual([
      'NotAuthorizedForSourceException',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'ResourceNotFoundException',
      undefined,
    ])
    await vi.waitFor(() => expect(sent).toHaveLength(1))
  })

  test('refuses more than ten entries and more than 1 MiB', async () => {
    const { call } = setup()
    const many = await call('PutEvents', { Entries: Array.from({ length: 11 }, () => ENTRY) })
    expect(many).toMatchObject({ status: 400, body: { __type: 'ValidationException' } })
    const detail = JSON.stringify({ text: 'é'.repeat(524_288) })
    const large = await call('PutEvents', { Entries: [{ ...ENTRY, Detail: detail }] })
    expect(large.body).toMatchObject({
      __type: 'ValidationException',
      message: expect.stringContaining('1048576'),
    })
  })
})

describe('a rule of the API', () => {
  test('can be read, listed and found by its target', async () => {
    const { call } = await withRule()
    const shown = {
      Name: 'mine',
      Arn: 'arn:aws:events:eu-west-1:000000000000:rule/mine',
      EventBusName: 'default',
      State: 'ENABLED',
      Description: 'd',
      EventPattern: PATTERN,
    }
    expect((await call('DescribeRule', { Name: 'mine' })).body).toEqual({
      ...shown,
      CreatedBy: '000000000000',
    })
    expect((await call('ListRules', { NamePrefix: 'mi' })).body).toEqual({ Rules: [shown] })
    expect((await call('ListRules', { NamePrefix: 'x' })).body).toEqual({ Rules: [] })
    expect((await call('ListRuleNamesByTarget', { TargetArn: QUEUE })).body).toEqual({ RuleNames: ['mine'] })
    expect((await call('ListTargetsByRule', { Rule: 'mine' })).body).toEqual({
      Targets: [{ Id: 't', Arn: QUEUE }],
    })
  })

  test('is listed page by page', async () => {
    const { call } = setup()
    for (const name of ['a', 'b', 'c']) await call('PutRule', { Name: name, EventPattern: PATTERN })
    const first = (await call('ListRules', { Limit: 2 })).body
    expect(first.Rules.map(({ Name }: { Name: string }) => Name)).toEqual(['a', 'b'])
    const second = (await call('ListRules', { Limit: 2, NextToken: first.NextToken })).body
    expect(second).toMatchObject({ Rules: [{ Name: 'c' }] })
    expect(second.NextToken).toBeUndefined()
    expect((await call('ListRules', { NextToken: 'x' })).status).toBe(400)
  })

  test('matches nothing while it is disabled', async () => {
    const { call, sent, bus } = await withRule()
    await call('DisableRule', { Name: 'mine' })
    await call('PutEvents', { Entries: [ENTRY] })
    await call('EnableRule', { Name: 'mine' })
    await call('PutEvents', { Entries: [{ ...ENTRY, Detail: '{"n":2}' }] })
    await bus.close()
    expect(sent.map(({ body }) => JSON.parse(body).detail)).toEqual([{ n: 2 }])
  })

  test('keeps its targets when it is put again, and changes one of the same id', async () => {
    const { call } = await withRule()
    await call('PutRule', { Name: 'mine', EventPattern: '{"source":["x"]}' })
    expect((await call('ListTargetsByRule', { Rule: 'mine' })).body.Targets).toHaveLength(1)
    await call('PutTargets', {
      Rule: 'mine',
      Targets: [
        { Id: 't', Arn: QUEUE, Input: '1' },
        { Id: 'u', Arn: QUEUE },
      ],
    })
    const { body } = await call('ListTargetsByRule', { Rule: 'mine' })
    expect(body.Targets).toEqual([
      { Id: 't', Arn: QUEUE, Input: '1' },
      { Id: 'u', Arn: QUEUE },
    ])
  })

  test('is deleted only without targets', async () => {
    const { call } = await withRule()
    expect((await call('DeleteRule', { Name: 'mine' })).body.message).toContain('since it has targets')
    expect((await call('RemoveTargets', { Rule: 'mine', Ids: ['t', 'none'] })).body).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'none' }],
    })
    expect((await call('DeleteRule', { Name: 'mine' })).status).toBe(200)
    expect((await call('DescribeRule', { Name: 'mine' })).body.__type).toBe('ResourceNotFoundException')
    expect((await call('DeleteRule', { Name: 'mine' })).status).toBe(200)
  })

  test.each<[string, string, Record<string, unknown>, string]>([
    [
      'without pattern and schedule',
      'PutRule',
      { Name: 'x' },
      'EventPattern or ScheduleExpression must be specified',
    ],
    ['with a bad pattern', 'PutRule', { Name: 'x', EventPattern: '{"a":1}' }, 'Event pattern is not valid'],
    [
      'with at() as its schedule',
      'PutRule',
      { Name: 'x', ScheduleExpression: 'at(2030-01-01T00:00:00)' },
      'a rule takes rate() and cron()',
    ],
    [
      'on another bus',
      'PutRule',
      { Name: 'x', EventPattern: PATTERN, EventBusName: 'other' },
      'Event bus other does not exist',
    ],
    ['with an unknown parameter', 'PutRule', { Name: 'x', EventPattern: PATTERN, Size: 1 }, 'Size'],
    [
      'with a kind of target that there is not',
      'PutTargets',
      { Rule: 'mine', Targets: [{ Id: 'k', Arn: 'arn:aws:kinesis:r:a:stream/s' }] },
      'delivers to sqs, ecs, lambda, sns',
    ],
    [
      'with an unknown part of a target',
      'PutTargets',
      { Rule: 'mine', Targets: [{ Id: 'k', Arn: QUEUE, KinesisParameters: {} }] },
      'KinesisParameters',
    ],
    [
      'with a FIFO queue and no group',
      'PutTargets',
      { Rule: 'mine', Targets: [{ Id: 'k', Arn: `${QUEUE}.fifo` }] },
      'SqsParameters must be specified',
    ],
    [
      'with a cluster and no parameters of its own',
      'PutTargets',
      { Rule: 'mine', Targets: [{ Id: 'k', Arn: 'arn:aws:ecs:r:a:cluster/c' }] },
      'EcsParameters is required',
    ],
    [
      'with a task and no role',
      'PutTargets',
      {
        Rule: 'mine',
        Targets: [{ Id: 'k', Arn: 'arn:aws:ecs:r:a:cluster/c', EcsParameters: { TaskDefinitionArn: 't' } }],
      },
      'RoleArn is required',
    ],
    [
      'with six targets',
      'PutTargets',
      { Rule: 'mine', Targets: Array.from({ length: 6 }, (_, n) => ({ Id: `k${n}`, Arn: QUEUE })) },
      'the limit is 5',
    ],
    [
      'that is not there',
      'PutTargets',
      { Rule: 'none', Targets: [{ Id: 'k', Arn: QUEUE }] },
      'Rule none does not exist',
    ],
  ])('is refused %s, and nothing changes', async (_, action, input, message) => {
    const { call } = await withRule()
    const before = (await call('ListRules')).body
    const answer = await call(action, input)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toContain(message)
    expect((await call('ListRules')).body).toEqual(before)
    expect((await call('ListTargetsByRule', { Rule: 'mine' })).body.Targets).toHaveLength(1)
  })
})

describe('TestEventPattern', () => {
  test('tells whether a pattern matches', async () => {
    const { call } = setup()
    expect(
      (await call('TestEventPattern', { EventPattern: PATTERN, Event: '{"source":"my.app"}' })).body,
    ).toEqual({ Result: true })
    expect((await call('TestEventPattern', { EventPattern: PATTERN, Event: '{"source":"x"}' })).body).toEqual(
      { Result: false },
    )
  })

  test('tells what is wrong with a pattern or an event', async () => {
    const { call } = setup()
    expect((await call('TestEventPattern', { EventPattern: '{"a":[]}', Event: '{}' })).body).toEqual({
      __type: 'InvalidEventPatternException',
      message: 'Event pattern is not valid. Reason: Empty arrays are not allowed (at a)',
    })
    expect((await call('TestEventPattern', { EventPattern: PATTERN, Event: '[]' })).body.message).toContain(
      'no JSON object',
    )
  })
})

test('there is the default bus and no other', async () => {
  const { call } = setup()
  const bus = { Name: 'default', Arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' }
  expect((await call('DescribeEventBus')).body).toEqual(bus)
  expect((await call('ListEventBuses')).body).toEqual({ EventBuses: [bus] })
  expect((await call('DescribeEventBus', { Name: 'x' })).body.__type).toBe('ResourceNotFoundException')
})

test('an unknown action names itself', async () => {
  const { call } = setup()
  expect((await call('CreateArchive')).body.message).toContain('CreateArchive')
})

describe('a rule of a template', () => {
  test('gives its name and its ARN', async () => {
    const { applyRule } = setup()
    const arn = 'arn:aws:events:eu-west-1:000000000000:rule/'
    const made = await applyRule('Loads', { EventPattern: { source: ['aws.s3'] } })
    expect(made).toEqual({ physicalId: 'stack-Loads', attributes: { Arn: `${arn}stack-Loads` } })
    const named = await applyRule('Other', { Name: 'other', EventPattern: '{"source":["aws.s3"]}' })
    expect(named).toEqual({ physicalId: 'other', attributes: { Arn: `${arn}other` } })
  })

  test('applied again takes the new properties', async () => {
    const { bus, sent, applyRule } = setup()
    await applyRule('Loads', { EventPattern: { source: ['aws.s3'] }, Targets: [{ Id: 't', Arn: QUEUE }] })
    await applyRule('Loads', {
      EventPattern: { source: ['aws.s3'] },
      Targets: [{ Id: 't', Arn: `${QUEUE}-2` }],
    })
    await bus.emit(objectCreated('k'))
    await vi.waitFor(() => expect(sent).toMatchObject([{ arn: `${QUEUE}-2` }]))
  })

  test('disabled by the API is enabled again at the next start, as the template says', async () => {
    const { call, applyRule, dataFolder, bus } = setup()
    const properties = { EventPattern: { source: ['aws.s3'] } }
    await applyRule('Loads', properties)
    await call('PutRule', { Name: 'stack-Loads', EventPattern: PATTERN })
    await call('DisableRule', { Name: 'stack-Loads' })
    await bus.close()
    const next = createTestBus({ dataFolder })
    expect((await callApi(next.bus, 'ListRules', {})).body.Rules).toEqual([])
    await next.applyRule('Loads', properties)
    expect((await callApi(next.bus, 'DescribeRule', { Name: 'stack-Loads' })).body).toMatchObject({
      State: 'ENABLED',
      EventPattern: JSON.stringify(properties.EventPattern),
    })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown property', { EventPattern: { a: [1] }, Colour: 'red' }, 'Colour'],
    [
      'an unknown part of a target',
      { EventPattern: { a: [1] }, Targets: [{ Id: 't', Arn: QUEUE, HttpParameters: {} }] },
      'HttpParameters',
    ],
    [
      'a number of a parameter, which CloudFormation gives as text',
      { EventPattern: { size: [{ numeric: ['>', '100'] }] } },
      'must be numeric, and it is "100"',
    ],
    [
      'a pattern of an unknown operator',
      { EventPattern: { a: [{ regex: 'x' }] } },
      'Unrecognized match type regex',
    ],
    ['another bus', { EventPattern: { a: [1] }, EventBusName: 'other' }, 'Event bus other does not exist'],
  ])('is refused with %s', async (_, properties, message) => {
    const { applyRule } = setup()
    await expect(applyRule('Loads', properties)).rejects.toThrow(message)
  })
})
