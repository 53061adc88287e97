import { DeleteServiceCommand, StopTaskCommand, UpdateTaskProtectionCommand } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { CRASHES, ground } from './service-ground.ts'
import { until, WAITS } from './setup.ts'

test('a service without a count runs one task, and starts another when that ends', async () => {
  const { made, steady, tasks, client, describe } = await ground()
  expect(made).toEqual({
    physicalId: 'arn:aws:ecs:us-east-1:000000000000:service/stage/load-queue',
    attributes: { Name: 'load-queue', ServiceArn: made.physicalId },
  })
  const service = await steady(1)
  const [first] = await tasks()
  expect(first).toMatchObject({
    group: 'service:load-queue',
    startedBy: service.deployments?.[0]?.id,
    capacityProviderName: 'FARGATE',
  })
  await client.send(new StopTaskCommand({ cluster: 'stage', task: first?.taskArn }))
  await until(async () => {
    const [now] = await tasks()
    expect(now?.taskArn ?? first?.taskArn).not.toBe(first?.taskArn)
    expect(now?.lastStatus).toBe('RUNNING')
  })
  expect(
    (await describe()).events?.some(({ message }) => message?.includes('has reached a steady state')),
  ).toBe(true)
})

test('a count is followed up and down', async () => {
  const { update, steady, details, ecs, made } = await ground()
  await steady(1)
  ecs.setDesiredCount(made.physicalId, 3)
  await steady(3)
  const counts = { desired: 3, running: 3, pending: 0 }
  expect(ecs.serviceCounts('stage/load-queue')).toEqual({ ...counts, deploying: false })
  expect(ecs.services()).toMatchObject([
    {
      cluster: 'stage',
      service: 'load-queue',
      ...counts,
      tasks: Array(3).fill({ pids: [expect.any(Number)] }),
    },
  ])
  await update({ desiredCount: 1 })
  await steady(1)
  await until(() => {
    const stopped = details().filter(({ lastStatus }) => lastStatus === 'STOPPED')
    expect(stopped).toHaveLength(2)
    expect(stopped[0]).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: expect.stringMatching(/^Scaling activity initiated by \(deployment ecs-svc\/\d{19}\)$/),
    })
  })
})

test('a protected task is not scaled in until its protection ends', async () => {
  const { update, steady, tasks, client } = await ground(WAITS, { DesiredCount: 3 })
  await steady(3)
  const arns = (await tasks()).map(({ taskArn }) => taskArn ?? '')
  const kept = arns.slice(0, 2)
  const protect = (protectionEnabled: boolean) =>
    client.send(
      new UpdateTaskProtectionCommand({
        cluster: 'stage',
        tasks: kept,
        protectionEnabled,
        expiresInMinutes: 60,
      }),
    )
  const { protectedTasks, failures } = await protect(true)
  expect(failures).toEqual([])
  expect(protectedTasks?.[0]?.expirationDate).toBeInstanceOf(Date)

  await update({ desiredCount: 0 })
  await until(async () => expect((await tasks()).map(({ taskArn }) => taskArn).sort()).toEqual(kept.sort()))
  await protect(false)
  await until(async () => expect(await tasks()).toEqual([]))
})

test('a protection that nobody ends runs out, and the task is scaled in', async () => {
  const { update, steady, tasks, client } = await ground()
  await steady(1)
  const [task] = await tasks()
  // One minute is two seconds of this clock.
  await client.send(
    new UpdateTaskProtectionCommand({
      cluster: 'stage',
      tasks: [task?.taskArn ?? ''],
      protectionEnabled: true,
      expiresInMinutes: 1,
    }),
  )
  await update({ desiredCount: 0 })
  expect(await tasks()).toHaveLength(1)
  await until(async () => expect(await tasks()).toEqual([]))
})

test('tasks that die again and again start with growing pauses', async () => {
  const { details, describe } = await ground(CRASHES, {}, 16, 4)
  const created = await until(() => {
    const times = details()
      .filter(({ lastStatus }) => lastStatus === 'PROVISIONING')
      .map(({ createdAt }) => Date.parse(String(createdAt)))
    expect(times.length).toBeGreaterThanOrEqual(9)
    return times
  })
  const [first = 0, , , , , , , eighth = 0, ninth = 0] = created
  // After eight failures: 2 s × 2⁷ = 256 s of the fast clock, 256 ms of ours, 1,024 ms of this test's slower one.
  expect(ninth - eighth).toBeGreaterThan(1000)
  expect(first).toBeGreaterThan(0)
  expect(
    (await describe()).events?.some(({ message }) => message?.includes('unable to consistently start')),
  ).toBe(true)
})

test('a service waits for room, and says so', async () => {
  const { describe, update, steady } = await ground(WAITS, { DesiredCount: 2 }, 1)
  await until(async () => {
    const { events } = await describe()
    expect(events?.some(({ message }) => message?.includes('Capacity is unavailable'))).toBe(true)
  })
  await update({ desiredCount: 1 })
  await steady(1)
})

test('a deleted service drains and starts nothing more', async () => {
  const { client, steady, tasks, describe } = await ground()
  await steady(1)
  const remove = (force: boolean) =>
    client.send(new DeleteServiceCommand({ cluster: 'stage', service: 'load-queue', force }))
  await expect(remove(false)).rejects.toThrow('scaled above 0')
  await remove(true)
  await until(async () => expect((await describe()).status).toBe('INACTIVE'))
  await expect(tasks()).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
})

test('an unknown service is refused by name', async () => {
  const { update } = await ground()
  await expect(update({ service: 'other' })).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
})
