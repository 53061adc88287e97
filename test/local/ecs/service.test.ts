import {
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
  UpdateTaskProtectionCommand,
} from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { createClock } from '../../../local/clock.ts'
import { setup, until, WAITS } from './setup.ts'

const CRASHES = 'process.exit(1)'
const BREAKER = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }

/** A service `load-queue` whose time runs fast: its tasks are healthy after 5 s of it. */
async function ground(script = WAITS, properties: Record<string, unknown> = {}, tasksMax = 16, speed = 30) {
  const clock = createClock(speed)
  const site = await setup({ clock, fastClock: createClock(1000), tasksMax })
  const taskDefinition = await site.define(script)
  const apply = (definition: string, more: Record<string, unknown> = {}) =>
    site.template('AWS::ECS::Service', 'LoadQueue', {
      ServiceName: 'load-queue',
      Cluster: 'stage',
      TaskDefinition: definition,
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'DISABLED' } },
      ...properties,
      ...more,
    })
  const made = await apply(taskDefinition)
  const describe = async () => {
    const { services } = await site.client.send(
      new DescribeServicesCommand({ cluster: 'stage', services: ['load-queue'] }),
    )
    const service = services?.[0]
    if (!service) throw new Error('no service')
    return service
  }
  const tasks = async () => {
    const { taskArns = [] } = await site.client.send(
      new ListTasksCommand({ cluster: 'stage', serviceName: 'load-queue' }),
    )
    if (taskArns.length === 0) return []
    return (
      (await site.client.send(new DescribeTasksCommand({ cluster: 'stage', tasks: taskArns }))).tasks ?? []
    )
  }
  return {
    ...site,
    made,
    apply,
    describe,
    tasks,
    update: (input: Partial<UpdateServiceCommandInput>) =>
      site.client.send(new UpdateServiceCommand({ cluster: 'stage', service: 'load-queue', ...input })),
    steady: (count: number) =>
      until(async () => {
        const service = await describe()
        expect(service).toMatchObject({ runningCount: count, pendingCount: 0 })
        expect(service.deployments).toHaveLength(1)
        expect(service.deployments?.[0]?.rolloutState).toBe('COMPLETED')
        return service
      }),
  }
}

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

test('another task definition rolls without falling below the minimum', async () => {
  const { apply, steady, define, tasks, details } = await ground(WAITS, {
    DesiredCount: 2,
    DeploymentConfiguration: { MinimumHealthyPercent: 50, MaximumPercent: 100 },
  })
  await steady(2)
  const old = (await tasks()).map(({ taskArn }) => taskArn)
  const next = await define(`${WAITS}; console.log('new')`)
  await apply(next)
  const service = await steady(2)
  expect(service.taskDefinition).toBe(next)
  expect((await tasks()).every(({ taskDefinitionArn }) => taskDefinitionArn === next)).toBe(true)
  const running = new Set(old)
  for (const { taskArn, lastStatus } of details().slice(6)) {
    if (lastStatus === 'RUNNING') running.add(String(taskArn))
    if (lastStatus === 'STOPPING') running.delete(String(taskArn))
    expect(running.size).toBeGreaterThanOrEqual(1)
  }
})

test('an image that crashes at its start is rolled back by the circuit breaker', async () => {
  const { apply, steady, define, describe, events, tasks } = await ground(
    WAITS,
    { DesiredCount: 1, DeploymentConfiguration: BREAKER },
    16,
    4,
  )
  const before = await steady(1)
  const [survivor] = await tasks()
  await apply(await define(CRASHES))
  const after = await until(async () => {
    const service = await describe()
    expect(service.events?.some(({ message }) => message?.includes('rolling back to deployment'))).toBe(true)
    expect(service.deployments).toHaveLength(1)
    expect(service.deployments?.[0]?.rolloutState).toBe('COMPLETED')
    return service
  })
  expect(after.taskDefinition).toBe(before.taskDefinition)
  expect((await tasks()).map(({ taskArn }) => taskArn)).toEqual([survivor?.taskArn])
  const deployments = events.filter(({ detailType }) => detailType === 'ECS Deployment State Change')
  expect(deployments.map(({ detail }) => detail.eventName)).toEqual([
    'SERVICE_DEPLOYMENT_COMPLETED',
    'SERVICE_DEPLOYMENT_FAILED',
    'SERVICE_DEPLOYMENT_COMPLETED',
  ])
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
