import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

interface Alarm {
  readonly Properties: {
    readonly AlarmDescription: string
    readonly EvaluationPeriods: number
    readonly Metrics?: { MetricStat?: { Period: number } }[]
  }
}

const alarms = createRequire(import.meta.url)('../../infra/alarms/alarms.cjs') as (serverless: {
  resolveVariable(address: string): Promise<unknown>
}) => Promise<{ Resources: Record<string, Alarm> }>

async function made(changes: Readonly<Record<string, unknown>> = {}, stage = 'prod') {
  const variables: Record<string, unknown> = {
    'self:custom.settings': {
      alarms: 'on',
      waitAlarm: 900,
      auditSchedule: 'cron(0 * * * ? *)',
      auditDeadline: 3_000,
      ...changes,
    },
    'self:custom.name': `stevedore-${stage}`,
    'sls:stage': stage,
    'self:custom.datasets': {
      template: {
        Resources: { DailyOrdersTable: { Properties: { TableName: `stevedore-${stage}-daily-orders` } } },
      },
    },
  }
  return (await alarms({ resolveVariable: async (address) => variables[address] })).Resources
}

test('two audits that did not come are told: after two hours of an hourly one, two days of a daily one', async () => {
  const hoursOf = async (auditSchedule: string, auditDeadline = 3_000) => {
    const { AuditMissingAlarm } = await made({ auditSchedule, auditDeadline })
    const hourly = AuditMissingAlarm?.Properties.Metrics?.every(
      ({ MetricStat }) => (MetricStat?.Period ?? 3600) === 3600,
    )
    expect(hourly).toBe(true)
    return AuditMissingAlarm?.Properties.EvaluationPeriods
  }
  expect(await hoursOf('cron(0 * * * ? *)')).toBe(2)
  expect(await hoursOf('rate(5 minutes)')).toBe(2)
  expect(await hoursOf('cron(30 2 * * ? *)')).toBe(48)
  // A run of three and a half hours ends, and the next one begins with the hour.
  expect(await hoursOf('cron(0 * * * ? *)', 12_600)).toBe(8)
})

test('an audit that comes once a week has no such alarm: CloudWatch looks back for a week at most', async () => {
  expect(await made({ auditSchedule: 'cron(0 0 ? * 2 *)' })).not.toHaveProperty('AuditMissingAlarm')
})

test('a schedule that cannot be read is named', async () => {
  await expect(made({ auditSchedule: 'cron(0 0)' })).rejects.toThrow(/auditSchedule is "cron\(0 0\)"/)
})

test('each dataset has an alarm of its own table', async () => {
  expect(await made()).toHaveProperty('TableDailyOrdersThrottledAlarm')
})

test('the commands in a description name the stage', async () => {
  for (const { Properties } of Object.values(await made({}, 'blue')))
    for (const [command] of Properties.AlarmDescription.matchAll(/npm run [^.;]*/g))
      expect(command).toContain('--stage blue')
})

test('alarms: off leaves none', async () => {
  expect(await made({ alarms: 'off' })).toEqual({})
})
