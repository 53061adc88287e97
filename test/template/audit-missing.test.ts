import { expect, test } from 'vitest'
import { setup } from '../local/cloudwatch/setup.ts'
import { packagedTemplate } from './template.ts'

// The packaged alarm on a CloudWatch whose hours pass at once.

const SERVICE = {
  cluster: 'stevedore-local',
  service: 'load-queue',
  running: 2,
  desired: 2,
  pending: 0,
  tasks: [],
}

async function watchedAudit() {
  const cloudwatch = await setup()
  const { Properties } = packagedTemplate('local').Resources.AuditMissingAlarm ?? {}
  const resolved = JSON.stringify(Properties)
    .replace('{"Ref":"Topic"}', '"arn:aws:sns:us-east-1:000000000000:topic"')
    .replace('{"Ref":"Cluster"}', `"${SERVICE.cluster}"`)
    .replace('{"Fn::GetAtt":["LoadQueueService","Name"]}', `"${SERVICE.service}"`)
  await cloudwatch.apply(JSON.parse(resolved))
  return {
    ...cloudwatch,
    hours: async (hours: number) => {
      for (let minute = 0; minute < hours * 60; minute++) await cloudwatch.minute(undefined, [SERVICE])
    },
    runEnds: () =>
      cloudwatch.cloudwatch.readLine(
        JSON.stringify({
          Stack: 'stevedore-local',
          AuditSeconds: 60,
          _aws: {
            CloudWatchMetrics: [
              { Namespace: 'Stevedore', Dimensions: [['Stack']], Metrics: [{ Name: 'AuditSeconds' }] },
            ],
          },
        }),
      ),
  }
}

test('a new stack, which has had no audit yet, alarms nobody for an hour; after two it does', async () => {
  const { hours, published } = await watchedAudit()
  await hours(1)
  expect(published).toEqual([])
  await hours(1.1)
  expect(published.map(({ subject }) => subject)).toEqual([
    'ALARM: "stevedore-local-audit-missing" in us-east-1',
  ])
})

test('an audit that comes every hour is quiet, and two hours without one are told', async () => {
  const { hours, runEnds, published } = await watchedAudit()
  for (let run = 0; run < 4; run++) {
    await hours(0.9)
    runEnds()
    await hours(0.1)
  }
  await hours(1.7)
  expect(published).toEqual([])
  await hours(0.5)
  expect(published).toHaveLength(1)
  runEnds()
  await hours(0.1)
  expect(published).toHaveLength(1)
})
