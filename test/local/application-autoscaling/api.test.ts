import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApplicationAutoscaling } from '../../../local/application-autoscaling/index.ts'
import { servePlugin } from '../serve-plugin.ts'
import { createFakeMetrics } from './fake-metrics.ts'
import { ID } from './setup.ts'

const TRACKING = {
  TargetValue: 70,
  PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
}

const folder = mkdtempSync(join(tmpdir(), 'scaling-'))
const service = { desired: 1, deploying: false }
const fake = createFakeMetrics()
const counts = {
  serviceCounts: () => service,
  setDesiredCount: (_id: string, count: number) => {
    service.desired = count
  },
}
let served: Awaited<ReturnType<typeof servePlugin>>

beforeAll(async () => {
  served = await servePlugin(folder, (site) =>
    createApplicationAutoscaling(site, { counts, metrics: fake.metrics }),
  )
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

/** A request as the CLI and the SDKs send it. */
async function call(action: string, input: object) {
  const response = await fetch(served.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `AnyScaleFrontendService.${action}` },
    body: JSON.stringify(input),
  })
  const answer = (await response.json()) as Record<string, unknown>
  return { status: response.status, ...answer }
}

test('a target, its policy and its schedule are made, described and taken away', async () => {
  await call('RegisterScalableTarget', { ...ID, MinCapacity: 2, MaxCapacity: 8 })
  expect(service.desired).toBe(2)
  const PolicyARN = expect.stringMatching(
    /^arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/cluster\/worker:policyName\/cpu$/,
  )
  const policy = { ...ID, PolicyName: 'cpu', PolicyType: 'TargetTrackingScaling' }
  expect(
    await call('PutScalingPolicy', { ...policy, TargetTrackingScalingPolicyConfiguration: TRACKING }),
  ).toMatchObject({
    PolicyARN,
    Alarms: [
      { AlarmName: expect.stringContaining('TargetTracking-service/cluster/worker-AlarmHigh-') },
      { AlarmName: expect.stringContaining('TargetTracking-service/cluster/worker-AlarmLow-') },
    ],
  })
  expect([...fake.alarms.values()]).toMatchObject([
    { Threshold: 70, EvaluationPeriods: 3, ComparisonOperator: 'GreaterThanThreshold' },
    { Threshold: 63, EvaluationPeriods: 15, ComparisonOperator: 'LessThanThreshold' },
  ])
  const action = { ...ID, ScheduledActionName: 'night', Schedule: 'cron(0 20 * * ? *)' }
  await call('PutScheduledAction', { ...action, ScalableTargetAction: { MinCapacity: 0 } })
  await call('PutScheduledAction', { ...ID, ScheduledActionName: 'night', StartTime: 1_900_000_000 })

  const ServiceNamespace = 'ecs'
  expect(await call('DescribeScalableTargets', { ServiceNamespace })).toMatchObject({
    ScalableTargets: [{ ...ID, MinCapacity: 2, MaxCapacity: 8, CreationTime: expect.any(Number) }],
  })
  expect(await call('DescribeScalingPolicies', { ServiceNamespace })).toMatchObject({
    ScalingPolicies: [{ PolicyARN, TargetTrackingScalingPolicyConfiguration: TRACKING }],
  })
  expect(await call('DescribeScheduledActions', { ServiceNamespace })).toMatchObject({
    ScheduledActions: [{ Schedule: 'cron(0 20 * * ? *)', StartTime: 1_900_000_000 }],
  })
  expect(await call('DescribeScalingActivities', { ServiceNamespace })).toMatchObject({
    ScalingActivities: [{ Description: 'Setting desired count to 2.', Cause: 'minimum capacity is 2' }],
  })

  await call('DeleteScheduledAction', { ...ID, ScheduledActionName: 'night' })
  await call('DeleteScalingPolicy', { ...ID, PolicyName: 'cpu' })
  await call('DeregisterScalableTarget', ID)
  expect(await call('DescribeScalableTargets', { ServiceNamespace })).toMatchObject({ ScalableTargets: [] })
  expect(fake.alarms.size).toBe(0)
})

test('what is not there, or not known, is refused by name', async () => {
  expect(await call('DeregisterScalableTarget', ID)).toMatchObject({
    status: 400,
    __type: 'ObjectNotFoundException',
    message: expect.stringContaining('service/cluster/worker'),
  })
  expect(await call('PutResourceMetrics', {})).toMatchObject({
    message: expect.stringContaining('PutResourceMetrics'),
  })
  const table = { ...ID, ServiceNamespace: 'dynamodb', ResourceId: 'table/a' }
  expect(await call('RegisterScalableTarget', table)).toMatchObject({
    __type: 'ValidationException',
    message: expect.stringContaining('scales ECS services alone'),
  })
})

test('a template makes the same, and takes a schedule back that it names no more', async () => {
  const type = 'AWS::ApplicationAutoScaling::ScalableTarget'
  const limits = { ...ID, MinCapacity: 1, MaxCapacity: 8 }
  const night = {
    ScheduledActionName: 'night',
    Schedule: 'at(2040-01-01T00:00:00)',
    StartTime: '2030-01-01T00:00:00Z',
    ScalableTargetAction: { MaxCapacity: 2 },
  }
  const { physicalId } = await served.apply(type, { ...limits, ScheduledActions: [night] }, 'Target')
  expect(physicalId).toBe('service/cluster/worker|ecs:service:DesiredCount|ecs')
  const policy = {
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: physicalId,
    TargetTrackingScalingPolicyConfiguration: TRACKING,
  }
  const made = await served.apply('AWS::ApplicationAutoScaling::ScalingPolicy', policy, 'Policy')
  expect(made.physicalId).toContain('policyName/cpu')
  await served.apply(type, limits, 'Target')
  expect(await call('DescribeScheduledActions', { ServiceNamespace: 'ecs' })).toMatchObject({
    ScheduledActions: [],
  })
  const other = { ...policy, PolicyType: 'StepScaling' }
  await expect(served.apply('AWS::ApplicationAutoScaling::ScalingPolicy', other, 'Policy')).rejects.toThrow(
    'configuration of its type alone',
  )
})
