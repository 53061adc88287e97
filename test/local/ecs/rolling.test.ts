import { expect, test } from 'vitest'
import { CRASHES, ground } from './service-ground.ts'
import { until, WAITS } from './setup.ts'

const BREAKER = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }

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

test('DescribeServices tells a rollout step by step: new ones start, then old ones stop', async () => {
  const { steady, define, describe, update } = await ground(WAITS, { DesiredCount: 2 })
  const before = await steady(2)
  const next = await define(`${WAITS}; console.log('new')`)
  const { service } = await update({ taskDefinition: next })
  const deployment = (status: string, more: object) => expect.objectContaining({ status, ...more })
  expect(service?.deployments).toEqual([
    deployment('PRIMARY', {
      taskDefinition: next,
      desiredCount: 2,
      runningCount: 0,
      rolloutState: 'IN_PROGRESS',
    }),
    deployment('ACTIVE', {
      taskDefinition: before.taskDefinition,
      desiredCount: 2,
      runningCount: 2,
      rolloutState: 'COMPLETED',
    }),
  ])
  await until(async () =>
    expect((await describe()).deployments).toEqual([
      deployment('PRIMARY', { runningCount: 2, rolloutState: 'IN_PROGRESS' }),
      deployment('ACTIVE', { desiredCount: 2, runningCount: 2 }),
    ]),
  )
  const after = await steady(2)
  expect(after.deployments).toEqual([
    deployment('PRIMARY', {
      taskDefinition: next,
      rolloutState: 'COMPLETED',
      rolloutStateReason: expect.stringMatching(/^ECS deployment ecs-svc\/\d+ completed\.$/),
      failedTasks: 0,
    }),
  ])
})

test('at 0 and 100 percent the old tasks stop before new ones start', async () => {
  const { steady, define, update, details } = await ground(WAITS, {
    DesiredCount: 2,
    DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
  })
  await steady(2)
  const seen = details().length
  const next = await define(`${WAITS}; console.log('new')`)
  await update({ taskDefinition: next })
  await steady(2)
  const steps = details()
    .slice(seen)
    .filter(({ lastStatus }) => lastStatus === 'STOPPING' || lastStatus === 'PROVISIONING')
  expect(steps.map(({ lastStatus, taskDefinitionArn }) => [lastStatus, taskDefinitionArn === next])).toEqual([
    ['STOPPING', false],
    ['STOPPING', false],
    ['PROVISIONING', true],
    ['PROVISIONING', true],
  ])
})

test('percentages that leave no room are told, and nothing is touched', async () => {
  const { steady, define, update, describe, tasks } = await ground(WAITS, {
    DesiredCount: 1,
    DeploymentConfiguration: { MinimumHealthyPercent: 100, MaximumPercent: 100 },
  })
  await steady(1)
  const before = await tasks()
  await update({ taskDefinition: await define(`${WAITS}; console.log('new')`) })
  await until(async () => {
    const { events } = await describe()
    expect(events?.[0]?.message).toContain('unable to stop or start tasks during a deployment')
  })
  expect((await tasks()).map(({ taskArn }) => taskArn)).toEqual(before.map(({ taskArn }) => taskArn))
})

test('without a rollback a broken deployment stalls, and the old tasks go on working', async () => {
  const { apply, steady, define, describe, tasks } = await ground(
    WAITS,
    {
      DesiredCount: 2,
      DeploymentConfiguration: {
        MinimumHealthyPercent: 50,
        DeploymentCircuitBreaker: { Enable: true, Rollback: false },
      },
    },
    16,
    4,
  )
  const before = await steady(2)
  await apply(await define(CRASHES))
  await until(async () => {
    const { deployments } = await describe()
    expect(deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'FAILED', runningCount: 0, pendingCount: 0 },
      { status: 'ACTIVE', taskDefinition: before.taskDefinition, runningCount: 1 },
    ])
    expect(deployments?.[0]?.failedTasks).toBeGreaterThanOrEqual(3)
  })
  const left = (await tasks()).filter(({ lastStatus }) => lastStatus === 'RUNNING')
  expect(left.map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([before.taskDefinition])
})

test('an image that crashes at its start is rolled back by the circuit breaker', async () => {
  const { apply, steady, define, describe, events, tasks, screen } = await ground(
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
    'SERVICE_DEPLOYMENT_IN_PROGRESS',
    'SERVICE_DEPLOYMENT_COMPLETED',
    'SERVICE_DEPLOYMENT_IN_PROGRESS',
    'SERVICE_DEPLOYMENT_FAILED',
    'SERVICE_DEPLOYMENT_IN_PROGRESS',
    'SERVICE_DEPLOYMENT_COMPLETED',
  ])
  expect(deployments[4]?.detail).toMatchObject({
    deploymentId: before.deployments?.[0]?.id,
    reason: expect.stringMatching(/circuit breaker: rolling back to deploymentId ecs-svc\/\d+\.$/),
  })
  expect(screen.join('\n')).toMatch(
    /service load-queue: the tasks of stevedore-local-work:2 fail, going back to stevedore-local-work:1/,
  )
})
