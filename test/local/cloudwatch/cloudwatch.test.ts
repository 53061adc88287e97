import { describe, expect, test } from 'vitest'
import { decodeCbor } from '../../../local/cloudwatch/api/decode-cbor.ts'
import { encodeCbor } from '../../../local/cloudwatch/api/encode-cbor.ts'
import { SCALE, START, setup } from './setup.ts'

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts'
const DEPTH = {
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'loads' }],
}
const DEEP = {
  AlarmName: 'deep',
  ...DEPTH,
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: [TOPIC],
} as const

describe('metrics', () => {
  test('are what queues and services show once a minute', async () => {
    const { cloudwatch, minute } = await setup()
    const running = {
      Namespace: 'ECS/ContainerInsights',
      MetricName: 'RunningTaskCount',
      Dimensions: [
        { Name: 'ServiceName', Value: 'load-queue' },
        { Name: 'ClusterName', Value: 'main' },
      ],
    }
    const service = { cluster: 'main', service: 'load-queue', desired: 2, pending: 0, tasks: [] }
    await minute(30, [{ ...service, running: 2 }])
    await minute(60, [{ ...service, running: 3 }])
    const queries = [
      { Id: 'e1', Expression: 'visible / running' },
      { Id: 'visible', MetricStat: { Metric: DEPTH, Stat: 'Average' }, ReturnData: false },
      { Id: 'running', MetricStat: { Metric: running, Stat: 'Average' } },
    ]
    expect(cloudwatch.metricData(queries, { periodSeconds: 60, periods: 3 })).toEqual([
      [undefined, 15, 20],
      [undefined, 2, 3],
    ])
    await minute()
    expect(cloudwatch.metricData(queries, { periodSeconds: 60, periods: 2 })).toEqual([
      [20, undefined],
      [3, undefined],
    ])
  })

  test('of several minutes make one datapoint of a longer period', async () => {
    const { call, minute } = await setup()
    for (const depth of [1, 5, 3]) await minute(depth)
    const { body } = await call('GetMetricStatistics', {
      ...DEPTH,
      StartTime: START / 1000,
      EndTime: START / 1000 + 300,
      Period: 300,
      Statistics: ['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'],
    })
    expect(body.Datapoints).toEqual([
      { Timestamp: START / 1000, Average: 3, Maximum: 5, Minimum: 1, Sum: 9, SampleCount: 3, Unit: 'None' },
    ])
  })

  test('of one’s own are put and read back', async () => {
    const { call } = await setup()
    await call('PutMetricData', {
      Namespace: 'Own',
      MetricData: [
        { MetricName: 'rows', Value: 3, Timestamp: START / 1000 },
        { MetricName: 'rows', Values: [1, 2], Counts: [2, 1], Timestamp: START / 1000 },
      ],
    })
    const { body } = await call('GetMetricData', {
      MetricDataQueries: [
        {
          Id: 'a',
          MetricStat: { Metric: { Namespace: 'Own', MetricName: 'rows' }, Stat: 'Sum', Period: 60 },
        },
      ],
      StartTime: START / 1000,
      EndTime: START / 1000 + 120,
    })
    expect(body.MetricDataResults).toEqual([
      { Id: 'a', Label: 'rows', Timestamps: [START / 1000], Values: [7], StatusCode: 'Complete' },
    ])
    expect((await call('ListMetrics', { Namespace: 'Own' })).body.Metrics).toEqual([
      { Namespace: 'Own', MetricName: 'rows' },
    ])
  })

  test('are forgotten after a day', async () => {
    const { call } = await setup()
    const put = (hoursAgo: number) =>
      call('PutMetricData', {
        Namespace: 'Own',
        MetricData: [{ MetricName: 'rows', Value: 1, Timestamp: START / 1000 - hoursAgo * 3600 }],
      })
    await put(25)
    await put(23)
    const { body } = await call('GetMetricStatistics', {
      Namespace: 'Own',
      MetricName: 'rows',
      StartTime: START / 1000 - 48 * 3600,
      EndTime: START / 1000,
      Period: 60,
      Statistics: ['Sum'],
    })
    expect(body.Datapoints).toHaveLength(1)
  })
})

describe('an alarm', () => {
  test('hears of functions that fail', async () => {
    const { apply, minute, ran, published } = await setup()
    const errors = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Sum', Threshold: 0 }
    await apply({ ...DEEP, ...errors, Dimensions: [{ Name: 'FunctionName', Value: 'f' }] })
    ran({ name: 'f', invocations: 3, errors: 0 })
    await minute()
    expect(published).toEqual([])
    ran({ name: 'f', invocations: 3, errors: 1 })
    await minute()
    expect(published).toHaveLength(1)
  })

  test('hears what lines of logs say in the embedded format', async () => {
    const stack = await setup()
    const { apply, minute, published, cloudwatch } = stack
    const { Dimensions, ...deep } = DEEP
    await apply({ ...deep, Namespace: 'Own', MetricName: 'Failed', Statistic: 'Sum', Threshold: 1 })
    const metrics = [{ Namespace: 'Own', Dimensions: [[]], Metrics: [{ Name: 'Failed' }] }]
    const line = JSON.stringify({ Failed: 1, _aws: { Timestamp: 1, CloudWatchMetrics: metrics } })
    await minute()
    cloudwatch.readLine(line)
    cloudwatch.readLine('nothing of the kind')
    await minute()
    expect(published).toEqual([])
    cloudwatch.readLine(line)
    cloudwatch.readLine(line)
    await minute()
    expect(published).toHaveLength(1)
    cloudwatch.readLine(line.replace('"Failed":1', '"Failed":"x"'))
    expect(stack.said.join('\n')).toContain('The metric Failed is "x"')
  })

  test('tells its topic and the event bus when its state changes, and only then', async () => {
    const { apply, minute, published, events } = await setup()
    const { physicalId, attributes } = await apply({
      ...DEEP,
      AlarmName: undefined,
      AlarmDescription: 'Too deep',
    })
    expect(physicalId).toBe('test-Alarm')
    await minute(11)
    await minute(12)
    expect(published).toEqual([
      {
        topicArn: TOPIC,
        subject: 'ALARM: "test-Alarm" in us-east-1',
        mail: expect.stringMatching(/- Description: +Too deep\n/),
        message: expect.objectContaining({
          AlarmName: 'test-Alarm',
          AlarmDescription: 'Too deep',
          NewStateValue: 'ALARM',
          OldStateValue: 'INSUFFICIENT_DATA',
          NewStateReason:
            'Threshold Crossed: 1 out of the last 1 datapoints [11] was greater than the threshold (10) (minimum 1 datapoint for OK -> ALARM transition).',
          AlarmArn: attributes.Arn,
          Trigger: expect.objectContaining({
            Statistic: 'MAXIMUM',
            Dimensions: [{ value: 'loads', name: 'QueueName' }],
          }),
        }),
      },
    ])
    await minute(0)
    expect(published).toHaveLength(1)
    expect(events.map(({ detail }) => [detail.alarmName, detail.state, detail.previousState])).toMatchObject([
      ['test-Alarm', { value: 'ALARM' }, { value: 'INSUFFICIENT_DATA' }],
      ['test-Alarm', { value: 'OK' }, { value: 'ALARM' }],
    ])
    expect(events[0]).toMatchObject({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
      resources: [attributes.Arn],
      detail: {
        configuration: {
          metrics: [
            { metricStat: { metric: { dimensions: { QueueName: 'loads' } }, period: 60, stat: 'Maximum' } },
          ],
        },
      },
    })
  })

  test('tells a scaling policy every minute for as long as its state lasts', async () => {
    const { cloudwatch, minute, signals } = await setup()
    cloudwatch.putAlarm({ ...DEEP, Dimensions: [...DEPTH.Dimensions], AlarmActions: [SCALE] })
    for (const depth of [11, 15, 2]) await minute(depth)
    expect(signals).toMatchObject([
      { state: 'ALARM', previousState: 'INSUFFICIENT_DATA', latestValue: 11, threshold: 10 },
      { state: 'ALARM', previousState: 'ALARM', latestValue: 15 },
    ])
    cloudwatch.deleteAlarm('deep')
    await minute(20)
    expect(signals).toHaveLength(2)
  })

  test('on an expression watches what the expression gives', async () => {
    const { apply, minute, signals } = await setup()
    const { Namespace, MetricName, Dimensions, Statistic, Period, ...rest } = DEEP
    await apply({
      ...rest,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [SCALE],
      Metrics: [
        { Id: 'e1', Expression: 'IF(FILL(running, 0) < 1 AND visible > 0, 1, 0)' },
        {
          Id: 'visible',
          ReturnData: false,
          MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: 'Average' },
        },
        {
          Id: 'running',
          ReturnData: false,
          MetricStat: {
            Metric: { Namespace: 'ECS/ContainerInsights', MetricName: 'RunningTaskCount' },
            Period: 60,
            Stat: 'Average',
          },
        },
      ],
    })
    await minute(0)
    expect(signals).toEqual([])
    await minute(1)
    expect(signals).toMatchObject([{ state: 'ALARM', latestValue: 1 }])
  })

  test('keeps its state over a restart, and is not told again', async () => {
    const stack = await setup()
    await stack.apply(DEEP)
    await stack.minute(11)
    expect(stack.published).toHaveLength(1)
    await stack.restart()
    expect((await stack.call('DescribeAlarms', {})).body.MetricAlarms).toEqual([])
    await stack.apply(DEEP)
    await stack.minute(12)
    expect((await stack.call('DescribeAlarms', {})).body.MetricAlarms).toMatchObject([
      { AlarmName: 'deep', StateValue: 'ALARM' },
    ])
    expect(stack.published).toHaveLength(1)
  })

  test('that a call made is there after a restart without any template', async () => {
    const stack = await setup()
    await stack.call('PutMetricAlarm', DEEP)
    await stack.restart()
    await stack.minute(11)
    expect(stack.published).toHaveLength(1)
    await stack.call('DeleteAlarms', { AlarmNames: ['deep'] })
    await stack.restart()
    expect((await stack.call('DescribeAlarms', {})).body.MetricAlarms).toEqual([])
  })

  test('whose topic is gone says so', async () => {
    const { apply, minute, said } = await setup()
    await apply({ ...DEEP, AlarmActions: [`${TOPIC}:missing`] })
    await minute(11)
    expect(said.join('\n')).toContain('Topic does not exist.')
  })

  test('is set by hand until the next minute says otherwise', async () => {
    const { call, apply, minute, published } = await setup()
    await apply({ ...DEEP, OKActions: [TOPIC] })
    await minute(1)
    await call('SetAlarmState', { AlarmName: 'deep', StateValue: 'ALARM', StateReason: 'a rehearsal' })
    await minute(1)
    expect(published.map(({ message }) => [message.NewStateValue, message.NewStateReason])).toMatchObject([
      ['OK', expect.anything()],
      ['ALARM', 'a rehearsal'],
      ['OK', expect.anything()],
    ])
  })

  test.each([
    ['a property it does not know', { EvaluateLowSampleCountPercentile: 'ignore' }, 'EvaluateLow'],
    [
      'an action nobody takes',
      { AlarmActions: ['arn:aws:lambda:us-east-1:0:function:f'] },
      'takes the action',
    ],
    ['a period below a minute', { Period: 30 }, 'period 30 s is no multiple of 60'],
    ['more datapoints than periods', { DatapointsToAlarm: 2 }, 'more than EvaluationPeriods'],
    ['more than a day of minutes', { EvaluationPeriods: 1_441 }, 'must be <= 86400'],
    ['more than a week of hours', { Period: 3_600, EvaluationPeriods: 169 }, 'must be <= 604800'],
    ['no statistic', { Statistic: undefined }, 'it needs Metrics, or MetricName'],
    ['a metric and queries at once', { Metrics: [] }, 'it has Metrics, and so no MetricName'],
  ])('is refused with %s', async (_what, properties, why) => {
    const { call } = await setup()
    const { status, body } = await call('PutMetricAlarm', { ...DEEP, ...properties })
    expect(status).toBe(400)
    expect(body.message).toContain(why)
  })
})

describe('the API', () => {
  test('speaks CBOR', async () => {
    const { endpoint } = await setup()
    const call = async (action: string, input: unknown) => {
      const response = await fetch(`${endpoint}/service/GraniteServiceVersion20100801/operation/${action}`, {
        method: 'POST',
        headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
        body: new Uint8Array(encodeCbor(input)),
      })
      return { response, body: decodeCbor(Buffer.from(await response.arrayBuffer())) }
    }
    await call('PutMetricAlarm', DEEP)
    const { body } = await call('DescribeAlarms', { AlarmNames: ['deep'] })
    expect(body).toMatchObject({
      MetricAlarms: [{ AlarmName: 'deep', Threshold: 10, StateUpdatedTimestamp: expect.any(Date) }],
    })
    const refused = await call('DeleteAlarms', { AlarmNames: ['other'] })
    expect(refused.response.headers.get('x-amzn-query-error')).toBe('ResourceNotFound;Sender')
    expect(refused.body).toEqual({ __type: 'ResourceNotFound', message: 'Unknown alarm: other.' })
  })

  test('speaks the query protocol', async () => {
    const { endpoint } = await setup()
    const form = new URLSearchParams({
      Action: 'PutMetricAlarm',
      Version: '2010-08-01',
      AlarmName: 'deep',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      'Dimensions.member.1.Name': 'QueueName',
      'Dimensions.member.1.Value': 'loads',
      Statistic: 'Maximum',
      Period: '60',
      EvaluationPeriods: '1',
      Threshold: '10.5',
      ComparisonOperator: 'GreaterThanThreshold',
      ActionsEnabled: 'false',
    })
    expect((await fetch(endpoint, { method: 'POST', body: form })).status).toBe(200)
    const asked = new URLSearchParams({ Action: 'DescribeAlarms', 'AlarmNames.member.1': 'deep' })
    const answer = await (await fetch(endpoint, { method: 'POST', body: asked })).text()
    expect(answer).toContain('<Threshold>10.5</Threshold>')
    expect(answer).toContain('<ActionsEnabled>false</ActionsEnabled>')
  })

  test('names an action that it does not have', async () => {
    const { call } = await setup()
    expect((await call('PutDashboard', {})).body.message).toBe(
      'The local runtime has no CloudWatch action PutDashboard.',
    )
  })
})
