import { describe, expect, test } from 'vitest'
import { createScaler } from '../../bench/scaling/create-scaler.ts'
import { packagedScaling } from '../../bench/scaling/packaged-scaling.ts'
import { metricDataQuerySchema } from '../../local/application-autoscaling/definition/metric-data-query.ts'
import { stepScalingSchema } from '../../local/application-autoscaling/definition/step-scaling.ts'
import { stepCapacity } from '../../local/application-autoscaling/policy/step-capacity.ts'
import { packageFolder, type Variant } from '../system/variants.ts'
import { packagedTemplate, resourcesOf } from './template.ts'

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy'

const BACKLOG = '(FILL(visible, REPEAT) + FILL(inWork, REPEAT)) / FILL(running, REPEAT)'
const MESSAGES = 'FILL(visible, REPEAT) + FILL(inWork, REPEAT)'

interface Expected {
  readonly variant: Variant
  readonly min: number
  readonly max: number
  readonly target: number
  readonly expression?: string
  /** Whether there may be no task at all. */
  readonly reachesZero: boolean
}

describe.each<Expected>([
  { variant: 'local', min: 2, max: 10, target: 20, reachesZero: false },
  { variant: 'from-zero', min: 0, max: 4, target: 5, reachesZero: true },
  { variant: 'scaled', min: 2, max: 10, target: 300, expression: MESSAGES, reachesZero: true },
])('the template of $variant', ({ variant, min, max, target, expression = BACKLOG, reachesZero }) => {
  const template = packagedTemplate(variant)
  const properties = (name: string) => template.Resources[name]?.Properties

  test('scales the service between its limits, and leaves its count to that', () => {
    expect(properties('LoadQueueScaling')).toMatchObject({ MinCapacity: min, MaxCapacity: max })
    expect(properties('LoadQueueService')).not.toHaveProperty('DesiredCount')
  })

  test('tracks what waits and what is in work, with the last value where one is missing', () => {
    const tracking = properties('LoadQueueBacklogPolicy').TargetTrackingScalingPolicyConfiguration
    expect(tracking.TargetValue).toBe(target)
    const queries = tracking.CustomizedMetricSpecification.Metrics
    for (const query of queries) {
      const named = JSON.parse(JSON.stringify(query).replaceAll(/\{"(?:Ref|Fn::GetAtt)":.*?\}/g, '"made"'))
      expect(metricDataQuerySchema.safeParse(named).error).toBeUndefined()
    }
    expect(queries.filter((query: { ReturnData: boolean }) => query.ReturnData)).toMatchObject([
      { Expression: expression },
    ])
    expect(metricsOf(queries)).toEqual(WATCHED)
  })

  test('scales in more slowly than out, by every policy', () => {
    for (const [, policy] of resourcesOf(template, POLICY)) {
      const tracking = policy.Properties.TargetTrackingScalingPolicyConfiguration
      if (tracking) expect(tracking.ScaleInCooldown).toBeGreaterThanOrEqual(tracking.ScaleOutCooldown)
    }
  })

  test('starts a first task only where there may be none', () => {
    const names = Object.keys(template.Resources)
    expect(names.includes('LoadQueueFirstTaskPolicy')).toBe(reachesZero)
    expect(names.includes('LoadQueueFirstTaskAlarm')).toBe(reachesZero)
    if (!reachesZero) return
    expect(properties('LoadQueueFirstTaskAlarm')).toMatchObject({
      TreatMissingData: 'notBreaching',
      // One minute alone may be one whose count of tasks is late.
      EvaluationPeriods: 2,
      AlarmActions: [{ Ref: 'LoadQueueFirstTaskPolicy' }],
      Metrics: expect.arrayContaining([
        expect.objectContaining({ Expression: 'IF(FILL(running, 0) < 1 AND visible + inWork > 0, 1, 0)' }),
      ]),
    })
    expect(metricsOf(properties('LoadQueueFirstTaskAlarm').Metrics)).toEqual(WATCHED)
    expect(properties('LoadQueueFirstTaskPolicy').StepScalingPolicyConfiguration).toMatchObject({
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    })
  })

  test('counts running tasks, which only Container Insights does', () => {
    expect(properties('Cluster').ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enabled' }])
  })
})

describe.each<{ variant: Variant; used: boolean }>([
  { variant: 'local', used: false },
  { variant: 'scaled', used: true },
])('the use of CPU and memory in the template of $variant', ({ variant, used }) => {
  const { Resources } = packagedTemplate(variant)

  const tracking = (name: string) =>
    Resources[`LoadQueue${name}Policy`]?.Properties.TargetTrackingScalingPolicyConfiguration

  test('CPU is followed where that is asked for', () => {
    expect(tracking('Cpu') !== undefined).toBe(used)
    if (!used) return
    expect(tracking('Cpu').TargetValue).toBe(60)
    expect(metricsOf(tracking('Cpu').CustomizedMetricSpecification.Metrics)).toEqual({
      cpu: { ...WATCHED.running, Namespace: 'AWS/ECS', MetricName: 'CPUUtilization' },
    })
  })

  test('memory is followed where that is asked for, and keeps no task where there may be none', () => {
    expect(tracking('Memory') !== undefined).toBe(used)
    if (!used) return
    expect(tracking('Memory')).toMatchObject({
      TargetValue: 70,
      DisableScaleIn: true,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
    })
  })
})

test.each([
  { does: 'rests', cpuPercent: 0.6, tasks: 0 },
  { does: 'loads a file now and then', cpuPercent: 5, tasks: 1 },
])('of a service that may have no task one stays or goes: it $does', ({ cpuPercent, tasks }) => {
  const scaling = packagedScaling(packageFolder('scaled'))
  const [minute, minutes] = [60_000, 60]
  let now = Date.UTC(2026, 0, 1)
  let desired = 1
  const counts = {
    serviceCounts: () => ({ desired, deploying: false }),
    setDesiredCount: (_service: string, count: number) => {
      desired = count
    },
  }
  const scaler = createScaler(
    { ...scaling, target: { ...scaling.target, MinCapacity: 0 } },
    { now: () => now, counts },
  )
  for (const end = now + minutes * minute; now < end && desired > 0; now += minute) {
    const [running, pending] = [desired, 0]
    scaler.everyMinute({
      queues: () => [{ name: 'Loads', visible: 0, inFlight: 0, delayed: 0 }],
      services: () => [
        { cluster: 'Cluster', service: 'LoadQueueService', running, desired, pending, tasks: [] },
      ],
      cpuPercent,
    })
  }
  expect(desired).toBe(tasks)
})

test.each([
  { messages: 500, count: 4 },
  { messages: 4_999, count: 4 },
  { messages: 5_000, count: 10 },
])('of two tasks $messages messages make $count at once, by steps', ({ messages, count }) => {
  const { LoadQueueStepsPolicy, LoadQueueStepsAlarm } = packagedTemplate('scaled').Resources
  const steps = stepScalingSchema.parse(LoadQueueStepsPolicy?.Properties.StepScalingPolicyConfiguration)
  expect(LoadQueueStepsAlarm?.Properties).toMatchObject({
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    AlarmActions: [{ Ref: 'LoadQueueStepsPolicy' }],
    Metrics: expect.arrayContaining([expect.objectContaining({ Expression: 'visible + inWork' })]),
  })
  const { running: _running, ...watched } = WATCHED
  expect(metricsOf(LoadQueueStepsAlarm?.Properties.Metrics)).toEqual(watched)
  expect(stepCapacity(steps, 2, messages - LoadQueueStepsAlarm?.Properties.Threshold)).toBe(count)
})

test('there are no steps by default', () => {
  const names = Object.keys(packagedTemplate('account').Resources)
  expect(names.filter((name) => name.includes('Steps'))).toEqual([])
})

test('every policy waits as long as the parameters say', () => {
  const policies = resourcesOf(packagedTemplate('scaled'), POLICY).flatMap(
    ([, { Properties }]) => Properties.TargetTrackingScalingPolicyConfiguration ?? [],
  )
  expect(policies).toHaveLength(3)
  for (const policy of policies) expect(policy).toMatchObject({ ScaleOutCooldown: 90, ScaleInCooldown: 600 })
})

test('a schedule changes the limits, and is none by default', () => {
  const actions = (variant: Variant) =>
    packagedTemplate(variant).Resources.LoadQueueScaling?.Properties.ScheduledActions
  expect(actions('local')).toEqual([])
  expect(actions('scaled')).toEqual([
    limits('limits-1', 'cron(0 6 ? * MON-FRI *)', 5, 20),
    limits('limits-2', 'cron(0 20 * * ? *)', 0, 10),
  ])
})

test('the service runs on demand, or on Spot above a base', () => {
  const capacity = (variant: Variant) =>
    packagedTemplate(variant).Resources.LoadQueueService?.Properties.CapacityProviderStrategy
  expect(capacity('local')).toEqual([{ CapacityProvider: 'FARGATE', Weight: 1 }])
  expect(capacity('scaled')).toEqual([
    { CapacityProvider: 'FARGATE', Weight: 1, Base: 2 },
    { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
  ])
})

test.each<{ variant: Variant; minimum: number; maximum: number }>([
  { variant: 'local', minimum: 100, maximum: 200 },
  { variant: 'scaled', minimum: 0, maximum: 100 },
])('a deploy of $variant keeps $minimum to $maximum percent, and a broken one is rolled back', (expected) => {
  const { DeploymentConfiguration } =
    packagedTemplate(expected.variant).Resources.LoadQueueService?.Properties ?? {}
  expect(DeploymentConfiguration).toEqual({
    MinimumHealthyPercent: expected.minimum,
    MaximumPercent: expected.maximum,
    DeploymentCircuitBreaker: { Enable: true, Rollback: true },
  })
})

test.each<{ variant: Variant; seconds: number }>([
  { variant: 'local', seconds: 900 },
  { variant: 'scaled', seconds: 1800 },
])('in $variant a message may wait for $seconds seconds', ({ variant, seconds }) => {
  const { LoadsWaitAlarm, LaunchesWaitAlarm } = packagedTemplate(variant).Resources
  for (const alarm of [LoadsWaitAlarm, LaunchesWaitAlarm])
    expect(alarm?.Properties).toMatchObject({ Threshold: seconds, TreatMissingData: 'notBreaching' })
})

test('the topic takes what alarms publish', () => {
  const template = packagedTemplate('local')
  const statements = template.Resources.TopicPolicy?.Properties.PolicyDocument.Statement
  expect(statements).toContainEqual(
    expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
  )
})

/** What the expressions are about, by their ids. */
const QUEUE = [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Loads', 'QueueName'] } }]
const WATCHED = {
  visible: { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Dimensions: QUEUE },
  inWork: { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesNotVisible', Dimensions: QUEUE },
  running: {
    Namespace: 'ECS/ContainerInsights',
    MetricName: 'RunningTaskCount',
    Dimensions: [
      { Name: 'ClusterName', Value: { Ref: 'Cluster' } },
      { Name: 'ServiceName', Value: { 'Fn::GetAtt': ['LoadQueueService', 'Name'] } },
    ],
  },
}

interface Query {
  readonly Id: string
  readonly MetricStat?: { readonly Metric: unknown }
}

function metricsOf(queries: readonly Query[]): Record<string, unknown> {
  return Object.fromEntries(
    queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [[Id, MetricStat.Metric]] : [])),
  )
}

function limits(name: string, time: string, min: number, max: number) {
  return {
    ScheduledActionName: name,
    Schedule: time,
    ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
  }
}
