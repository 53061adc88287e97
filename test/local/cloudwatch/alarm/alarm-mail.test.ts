import { expect, test } from 'vitest'
import type { Alarm } from '../../../../local/cloudwatch/alarm/alarm.ts'
import { alarmMail } from '../../../../local/cloudwatch/alarm/alarm-mail.ts'

const site = { region: 'us-east-1', accountId: '000000000000' }
const queue: Alarm = {
  arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:deep',
  properties: {
    AlarmName: 'deep',
    AlarmDescription: 'Too deep.\n\nWhat you should do: dig.',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: 'loads' }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 2,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 10,
    TreatMissingData: 'notBreaching',
    AlarmActions: ['arn:aws:sns:us-east-1:000000000000:topic'],
  },
  configuredAt: 0,
  state: 'ALARM',
  reason: 'Threshold Crossed',
  stateUpdatedAt: Date.parse('2026-11-21T17:03:09Z'),
  origin: 'template',
}

test('a mail says in words which alarm it is, why, since when, and what its description says to do', () => {
  const mail = alarmMail(site, queue, { state: 'OK' })
  expect(mail).toContain(
    'CloudWatch Alarm "deep" in the us-east-1 region has entered the ALARM state, because "Threshold Crossed" at "Saturday 21 November, 2026 17:03:09 UTC".',
  )
  expect(mail).toContain('- Description:                Too deep.\n\nWhat you should do: dig.\n')
  expect(mail).toContain('- State Change:               OK -> ALARM\n')
  expect(mail).toContain('GreaterThanThreshold 10 for at least 2 of the last 2 period(s) of 60 seconds.')
  expect(mail).toContain('- Dimensions:                 [QueueName = loads]\n')
  expect(mail).toContain('- ALARM:                      [arn:aws:sns:us-east-1:000000000000:topic]\n')
})

test('of an alarm on several metrics it says the expression', () => {
  const { Namespace, MetricName, Dimensions, Statistic, Period, ...rest } = queue.properties
  const Metrics = [
    { Id: 'breach', Expression: 'FILL(m1, 0)' },
    {
      Id: 'm1',
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 300, Stat: 'Sum' },
    },
  ]
  const mail = alarmMail(site, { ...queue, properties: { ...rest, Metrics } }, { state: 'OK' })
  expect(mail).toContain('- MetricExpression:           FILL(m1, 0)\n')
  expect(mail).toContain('of the last 2 period(s) of 300 seconds.')
})
