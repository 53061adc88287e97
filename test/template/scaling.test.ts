import { describe, expect, test } from 'vitest'
import { metricDataQuerySchema } from '../../local/application-autoscaling/definition/metric-data-query.ts'
import type { Variant } from '../system/variants.ts'
import { packagedTemplate, resourcesOf } from './template.ts'

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy'

describe.each<{ variant: Variant; min: number; max: number; target: number }>([
  { variant: 'local', min: 2, max: 10, target: 20 },
  { variant: 'from-zero', min: 0, max: 4, target: 5 },
])('the template of $variant', ({ variant, min, max, target }) => {
  const template = packagedTemplate(variant)
  const properties = (name: string) => template.Resources[name]?.Properties

  test('scales the service between its limits, and leaves its count to that', () => {
    expect(properties('LoadQueueScaling')).toMatchObject({ MinCapacity: min, MaxCapacity: max })
    expect(properties('LoadQueueService')).not.toHaveProperty('DesiredCount')
  })

  test('tracks what waits and what is in work for each running task, with the last value where one is missing', () => {
    const tracking = properties('LoadQueueBacklogPolicy').TargetTrackingScalingPolicyConfiguration
    expect(tracking.TargetValue).toBe(target)
    const queries = tracking.CustomizedMetricSpecification.Metrics
    for (const query of queries) {
      const named = JSON.parse(JSON.stringify(query).replaceAll(/\{"(?:Ref|Fn::GetAtt)":.*?\}/g, '"made"'))
      expect(metricDataQuerySchema.safeParse(named).error).toBeUndefined()
    }
    expect(queries.filter((query: { ReturnData: boolean }) => query.ReturnData)).toMatchObject([
      { Expression: '(FILL(visible, REPEAT) + FILL(inWork, REPEAT)) / FILL(running, REPEAT)' },
    ])
  })

  test('scales in more slowly than out, by every policy', () => {
    for (const [, policy] of resourcesOf(template, POLICY)) {
      const tracking = policy.Properties.TargetTrackingScalingPolicyConfiguration
      if (tracking) expect(tracking.ScaleInCooldown).toBeGreaterThanOrEqual(tracking.ScaleOutCooldown)
    }
  })

  test('starts a first task only where there may be none', () => {
    expect(template.Conditions.ReachesZero).toEqual({ 'Fn::Equals': [min === 0 ? 'yes' : 'no', 'yes'] })
    expect(template.Resources.LoadQueueFirstTaskPolicy?.Condition).toBe('ReachesZero')
    expect(template.Resources.LoadQueueFirstTaskAlarm?.Condition).toBe('ReachesZero')
    expect(properties('LoadQueueFirstTaskAlarm')).toMatchObject({
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: 'LoadQueueFirstTaskPolicy' }],
      Metrics: expect.arrayContaining([
        expect.objectContaining({ Expression: 'IF(FILL(running, 0) < 1 AND visible + inWork > 0, 1, 0)' }),
      ]),
    })
  })

  test('counts running tasks, which only Container Insights does', () => {
    expect(properties('Cluster').ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enabled' }])
  })
})

test('the topic hears of every dead-letter queue, and of messages that wait', () => {
  const template = packagedTemplate('local')
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties)
  const watched = (metric: string) =>
    alarms
      .filter(({ MetricName, AlarmActions }) => MetricName === metric && AlarmActions[0].Ref === 'Topic')
      .map(({ Dimensions }) => Dimensions[0].Value['Fn::GetAtt'][0])
  const queues = resourcesOf(template, 'AWS::SQS::Queue').map(([name]) => name)
  expect(watched('ApproximateNumberOfMessagesVisible')).toEqual(
    queues.filter((name) => name.endsWith('DeadLetter')),
  )
  expect(watched('ApproximateAgeOfOldestMessage')).toEqual(['Loads', 'Launches'])
  const statements = template.Resources.TopicPolicy?.Properties.PolicyDocument.Statement
  expect(statements).toContainEqual(
    expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
  )
})
