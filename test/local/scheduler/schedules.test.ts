import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createClock } from '../../../local/clock.ts'
import { createLogs } from '../../../local/logs.ts'
import { ApiError } from '../../../local/protocol/api-error.ts'
import { createScheduler } from '../../../local/scheduler/index.ts'
import { servePlugin } from '../serve-plugin.ts'

// The fast clock runs an hour in a tenth of a second.
const SPEED = 36_000

function setup(runTask: (input: Record<string, unknown>) => Promise<unknown> = async () => ({})) {
  const started: Record<string, unknown>[] = []
  const letters: { arn: string; body: string; attributes: Record<string, string> }[] = []
  const lines: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-scheduler-'))
  const site = {
    ...{ region: 'eu-west-1', accountId: '000000000000', dataFolder: folder, endpoint: () => '' },
    clock: createClock(),
    fastClock: createClock(SPEED),
    logs: createLogs({ folder, print: (line) => lines.push(line) }),
  }
  const scheduler = createScheduler(
    site,
    {
      runTask: async (input) => {
        started.push(input)
        return runTask(input)
      },
      sendDeadLetter: async (arn, body, attributes) => void letters.push({ arn, body, attributes }),
    },
    { random: () => 0 },
  )
  onTestFinished(async () => {
    await scheduler.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const [type] = scheduler.resources
  const apply = (properties: object) =>
    type?.apply({
      ...{ logicalId: 'Hourly', stackName: 'stack', physicalName: () => 'stack-Hourly' },
      properties: type.properties.parse({ ...HOURLY, ...properties }),
    })
  return { scheduler, folder, started, letters, lines, apply }
}

const HOURLY = {
  ScheduleExpression: 'cron(0 * * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/c',
    RoleArn: 'arn:aws:iam::000000000000:role/r',
    Input: '{"containerOverrides":[{"name":"audit"}]}',
    EcsParameters: {
      TaskDefinitionArn: 'arn:task-definition',
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: '1' }],
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['s'], AssignPublicIp: 'ENABLED' } },
    },
    RetryPolicy: { MaximumRetryAttempts: 1 },
    DeadLetterConfig: { Arn: 'arn:dead-letters' },
  },
}

test('a schedule starts its task at each of its times', async () => {
  const { started, apply } = setup()
  expect(await apply({})).toEqual({
    physicalId: 'stack-Hourly',
    attributes: { Arn: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/stack-Hourly' },
  })
  await vi.waitFor(() => expect(started.length).toBeGreaterThanOrEqual(2))
  expect(started[0]).toEqual({
    cluster: 'arn:aws:ecs:eu-west-1:000000000000:cluster/c',
    taskDefinition: 'arn:task-definition',
    count: 1,
    startedBy: 'chronos-schedule/stack-Hourly',
    overrides: { containerOverrides: [{ name: 'audit' }] },
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], assignPublicIp: 'ENABLED' } },
  })
})

test('a task that cannot be started is told to the dead-letter queue', async () => {
  const { letters, apply } = setup(async () => {
    throw new ApiError('ClusterNotFoundException', 'Cluster not found.')
  })
  await apply({})
  await vi.waitFor(() => expect(letters).not.toEqual([]))
  expect(letters[0]).toMatchObject({
    arn: 'arn:dead-letters',
    attributes: { ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' },
  })
})

test('a disabled schedule is listed, and starts nothing', async () => {
  const { scheduler, folder, started, apply } = setup()
  await apply({ State: 'DISABLED' })
  const { endpoint, close } = await servePlugin(folder, () => scheduler)
  onTestFinished(close)
  const get = async (path: string) => (await fetch(`${endpoint}${path}`)).json()
  expect(await get('/schedules')).toMatchObject({ Schedules: [{ Name: 'stack-Hourly', State: 'DISABLED' }] })
  expect(await get('/schedules/stack-Hourly')).toMatchObject({ ScheduleExpression: 'cron(0 * * * ? *)' })
  expect((await fetch(`${endpoint}/schedules/other`)).status).toBe(404)
  expect(started).toEqual([])
})

test('an expression, a target or a property that it does not know is refused by name', async () => {
  const { apply } = setup()
  expect(() => apply({ KmsKeyArn: 'arn' })).toThrow(/KmsKeyArn/)
  expect(() => apply({ Target: { ...HOURLY.Target, Arn: 'arn:aws:sqs:q' } })).toThrow(/ECS clusters alone/)
  await expect(apply({ ScheduleExpression: 'every hour' })).rejects.toThrow(/every hour/)
})
