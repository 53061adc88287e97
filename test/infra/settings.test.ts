import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const settings = createRequire(import.meta.url)('../../infra/settings.cjs')

const DEFAULTS: Record<string, unknown> = {
  'param:routeBytes': 67_108_864,
  'param:launch': 'queue',
  'param:launchCapacity': 'spot',
  'param:minTasks': 2,
  'param:maxTasks': 10,
  'param:scaleOn': 'backlog',
  'param:backlogPerTask': 20,
  'param:scaleOutCooldown': 60,
  'param:scaleInCooldown': 300,
  'param:scaleOnCpu': 0,
  'param:scaleOnMemory': 0,
  'param:scaleSchedule': '',
  'param:onDemandBase': 1,
  'param:spotWeight': 0,
  'param:minimumHealthyPercent': 100,
  'param:maximumPercent': 200,
  'param:waitAlarm': 900,
  'param:auditSchedule': 'hourly',
  'param:auditDeadline': 3000,
  'param:lostAfter': 900,
  'param:email': '',
  'param:notify': 'problems',
  'param:logRetentionDays': 30,
  'param:architecture': 'arm64',
  'param:baseImage': 'node:24-slim',
  'param:existingData': 'refuse',
}

function settle(params: Record<string, unknown>) {
  const given = Object.fromEntries(Object.entries(params).map(([name, value]) => [`param:${name}`, value]))
  return settings({
    options: { param: Object.entries(params).map(([name, value]) => `${name}=${value}`) },
    resolveVariable: async (name: string) => ({ ...DEFAULTS, ...given })[name],
  })
}

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
  ['rotueBytes', '1'],
])('%s=%s is refused by name', async (name, value) => {
  await expect(settle({ [name]: value })).rejects.toThrow(name)
})

test('all that is wrong is told at once', async () => {
  await expect(settle({ launch: 'both', minTasks: 'x', other: '1' })).rejects.toThrow(
    /no parameter other.*launch is "both".*minTasks is "x"/s,
  )
})
