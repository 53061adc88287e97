import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const settings = createRequire(import.meta.url)('../../infra/settings.cjs')

const root = join(import.meta.dirname, '../..')
const { params } = parse(readFileSync(join(root, 'serverless.yml'), 'utf8'))
const DEFAULTS: Record<string, unknown> = {
  'self:service': 'stevedore',
  'sls:stage': 'test',
  'self:provider.region': 'eu-west-1',
  ...Object.fromEntries(Object.entries(params.default).map(([name, value]) => [`param:${name}`, value])),
}

function settle(params: Record<string, unknown>) {
  const given = Object.fromEntries(Object.entries(params).map(([name, value]) => [`param:${name}`, value]))
  return settings({
    options: { param: Object.entries(params).map(([name, value]) => `${name}=${value}`) },
    resolveVariable: async (name: string) => ({ ...DEFAULTS, ...given })[name],
  })
}

test('the tags of the stack are those given, besides its own two', async () => {
  expect((await settle({})).stackTags).toEqual({ application: 'stevedore', stage: 'test' })
  expect((await settle({ tags: 'team=data, cost centre=a=b' })).stackTags).toEqual({
    application: 'stevedore',
    stage: 'test',
    team: 'data',
    'cost centre': 'a=b',
  })
})

test('a key has to be of the region of the stack', async () => {
  const key = 'arn:aws:kms:eu-west-1:123456789012:key/mrk-0123456789abcdef'
  expect(await settle({ kmsKey: key })).toMatchObject({ kmsKey: key })
  await expect(settle({ kmsKey: key.replace('eu-west-1', 'us-east-1') })).rejects.toThrow(
    /kmsKey is .* has to be of region eu-west-1/,
  )
})

test('the architecture is that of functions and tasks', async () => {
  expect(await settle({ architecture: 'x86_64' })).toMatchObject({
    architecture: 'x86_64',
    cpuArchitecture: 'X86_64',
  })
})

test('text from the command line becomes a number', async () => {
  expect(await settle({ routeBytes: '0', minTasks: '3' })).toMatchObject({ routeBytes: 0, minTasks: 3 })
})

test('the audit comes by the hour, or when it is told', async () => {
  expect((await settle({})).auditSchedule).toBe('cron(0 * * * ? *)')
  expect((await settle({ auditSchedule: 'rate(2 hours)' })).auditSchedule).toBe('rate(2 hours)')
})

test('an address becomes a subscription, none becomes none', async () => {
  expect((await settle({})).subscriptions).toEqual([])
  expect((await settle({ email: 'a@b.c' })).subscriptions).toEqual([{ Protocol: 'email', Endpoint: 'a@b.c' }])
})

test('steps become what is added above the first of them, and none become none', async () => {
  expect(await settle({})).toMatchObject({ takesSteps: 'no' })
  expect(await settle({ scaleSteps: '500 +2; 5000 +8;' })).toMatchObject({
    takesSteps: 'yes',
    stepsFrom: 500,
    stepAdjustments: [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 4500, ScalingAdjustment: 2 },
      { MetricIntervalLowerBound: 4500, ScalingAdjustment: 8 },
    ],
  })
})

test('a schedule becomes actions, each with its limits', async () => {
  const { scheduledActions } = await settle({
    scaleSchedule: 'cron(0 6 ? * MON-FRI *) 5..20; rate(1 day) 0..10;',
  })
  expect(scheduledActions).toEqual([
    {
      ScheduledActionName: 'limits-1',
      Schedule: 'cron(0 6 ? * MON-FRI *)',
      ScalableTargetAction: { MinCapacity: 5, MaxCapacity: 20 },
    },
    {
      ScheduledActionName: 'limits-2',
      Schedule: 'rate(1 day)',
      ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 10 },
    },
  ])
})

test('a service that may have no tasks is told from one that has some always', async () => {
  expect(await settle({})).toMatchObject({ reachesZero: 'no' })
  expect(await settle({ minTasks: '0' })).toMatchObject({ reachesZero: 'yes' })
  expect(await settle({ scaleSchedule: 'rate(1 day) 0..10' })).toMatchObject({ reachesZero: 'yes' })
})

test('Spot comes on top of a base on demand', async () => {
  expect((await settle({})).serviceCapacity).toEqual([{ CapacityProvider: 'FARGATE', Weight: 1 }])
  expect((await settle({ spotWeight: '3', onDemandBase: '2' })).serviceCapacity).toEqual([
    { CapacityProvider: 'FARGATE', Weight: 1, Base: 2 },
    { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
  ])
})

test.each([
  ['routeBytes', '1e9'],
  ['routeBytes', '-1'],
  ['routeBytes', '5000000001'],
  ['launch', 'both'],
  ['launchCapacity', 'FARGATE'],
  ['minTasks', '1001'],
  ['minTasks', '11'],
  ['maxTasks', '0'],
  ['scaleOn', 'cpu'],
  ['backlogPerTask', '0'],
  ['scaleInCooldown', '59'],
  ['scaleOutCooldown', '3601'],
  ['scaleOnCpu', '101'],
  ['scaleSteps', '500'],
  ['scaleSteps', '500 -2'],
  ['scaleSteps', '0 +2'],
  ['scaleSteps', '5000 +8; 500 +2'],
  ['scaleSteps', Array.from({ length: 21 }, (_, place) => `${place + 1} +1`).join(';')],
  ['scaleOnMemory', '-1'],
  ['scaleSchedule', 'cron(0 6 * * ? *) 5..4'],
  ['scaleSchedule', 'at six'],
  ['onDemandBase', '-1'],
  ['spotWeight', '1001'],
  ['minimumHealthyPercent', '101'],
  ['maximumPercent', '100'],
  ['waitAlarm', '59'],
  ['auditSchedule', 'now and then'],
  ['auditDeadline', '59'],
  ['lostAfter', '-1'],
  ['email', 'nobody'],
  ['notify', 'some'],
  ['logRetentionDays', '8'],
  ['architecture', 'arm'],
  ['baseImage', 'node:24-slim --privileged'],
  ['existingData', 'delete'],
  ['loadQueueSize', '256/4096'],
  ['loadObjectSize', '512'],
  ['largeObjectSize', '256/512'],
  ['auditSize', '0.5 vCPU/1 GB'],
  ['stopTimeout', '121'],
  ['stopTimeout', '29'],
  ['network', 'private'],
  ['privateAccess', 'internet'],
  ['subnets', 'subnet-1'],
  ['subnets', 'subnet-0123456789abcdef0'],
  ['securityGroups', 'sg-01234567'],
  ['assignPublicIp', 'ENABLED'],
  ['kmsKey', 'alias/mine'],
  ['kmsKey', 'arn:aws:kms:eu-west-1:123456789012:alias/mine'],
  ['tags', 'team'],
  ['tags', 'stage=prod'],
  ['tags', 'aws:team=data'],
  ['tags', 'team=a,team=b'],
  ['rotueBytes', '1'],
])('%s=%s is refused by name', async (name, value) => {
  await expect(settle({ [name]: value })).rejects.toThrow(name)
})

test('all that is wrong is told at once', async () => {
  await expect(settle({ launch: 'both', minTasks: 'x', other: '1' })).rejects.toThrow(
    /no parameter other.*launch is "both".*minTasks is "x"/s,
  )
})

test('what does not go together is told beside what is wrong by itself', async () => {
  await expect(settle({ launch: 'both', network: 'existing', largeObjectSize: '256/512' })).rejects.toThrow(
    /launch is "both".*largeObjectSize is 256\/512.*subnets is empty.*securityGroups is empty/s,
  )
})
