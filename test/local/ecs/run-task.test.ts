import {
  DeregisterTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextProvider } from '../../../local/ecs/cluster/capacity.ts'
import { NETWORK, setup, until, WAITS } from './setup.ts'

async function ground(options: Parameters<typeof setup>[0] = {}) {
  const site = await setup(options)
  const taskDefinition = await site.define(WAITS)
  const run = (more: Partial<RunTaskCommandInput> = {}) =>
    site.client.send(
      new RunTaskCommand({ cluster: 'stage', taskDefinition, networkConfiguration: NETWORK, ...more }),
    )
  const list = async (more = {}) =>
    (await site.client.send(new ListTasksCommand({ cluster: 'stage', ...more }))).taskArns ?? []
  return { ...site, taskDefinition, run, list }
}

test('the same client token and parameters start nothing more', async () => {
  const { run, list } = await ground()
  const first = await run({ clientToken: 'load-1', startedBy: 'launch' })
  const second = await run({ clientToken: 'load-1', startedBy: 'launch' })
  expect(second.tasks?.[0]?.taskArn).toBe(first.tasks?.[0]?.taskArn)
  expect(await list()).toHaveLength(1)
})

test('the same client token with other parameters is a conflict that names the tasks', async () => {
  const { run } = await ground()
  const { tasks } = await run({ clientToken: 'load-1' })
  await expect(run({ clientToken: 'load-1', count: 2 })).rejects.toMatchObject({
    name: 'ConflictException',
    message: expect.stringContaining(tasks?.[0]?.taskArn ?? ''),
  })
})

test('more tasks than may run at once are failures, and a retry under the token starts them when there is room', async () => {
  const { run, client, list } = await ground({ tasksMax: 1 })
  const first = await run()
  const refused = await run({ clientToken: 'load-2' })
  expect(refused.tasks).toEqual([])
  expect(refused.failures).toEqual([
    {
      arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/stage',
      reason:
        'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    },
  ])
  await client.send(new StopTaskCommand({ cluster: 'stage', task: first.tasks?.[0]?.taskArn }))
  await until(async () => expect((await run({ clientToken: 'load-2' })).tasks).toHaveLength(1))
  expect(await list()).toHaveLength(1)
})

test.each<[string, Partial<RunTaskCommandInput>, string, RegExp]>([
  ['a cluster that is not there', { cluster: 'other' }, 'ClusterNotFoundException', /other/],
  ['a task definition that is not there', { taskDefinition: 'none:3' }, 'ClientException', /none:3/],
  ['eleven tasks', { count: 11 }, 'InvalidParameterException', /11/],
  ['no task', { count: 0 }, 'InvalidParameterException', /0/],
  ['no network', { networkConfiguration: undefined }, 'InvalidParameterException', /Network Configuration/],
  [
    'a launch type beside a strategy',
    { launchType: 'FARGATE', capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
    'InvalidParameterException',
    /both/,
  ],
  [
    'a launch type without machines',
    { launchType: 'EC2' },
    'InvalidParameterException',
    /Container Instances/,
  ],
  ['a group of a service', { group: 'service:x' }, 'InvalidParameterException', /service:x/],
  ['a long startedBy', { startedBy: 'x'.repeat(129) }, 'InvalidParameterException', /startedBy/],
  ['a long client token', { clientToken: 'x'.repeat(65) }, 'InvalidParameterException', /clientToken/],
  [
    'an override for an unknown container',
    { overrides: { containerOverrides: [{ name: 'other' }] } },
    'InvalidParameterException',
    /named other/,
  ],
  [
    'overrides over 8,192 characters',
    { overrides: { containerOverrides: [{ name: 'work', command: ['x'.repeat(8200)] }] } },
    'InvalidParameterException',
    /at most 8192/,
  ],
  [
    'a size that Fargate has not',
    { overrides: { cpu: '256', memory: '4096' } },
    'ClientException',
    /256 CPU, 4096/,
  ],
])('%s is refused', async (_what, input, name, message) => {
  const { run, list } = await ground()
  await expect(run(input)).rejects.toMatchObject({ name, message: expect.stringMatching(message) })
  expect(await list()).toEqual([])
})

test('an inactive task definition starts no tasks', async () => {
  const { run, client, taskDefinition } = await ground()
  await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition }))
  await expect(run()).rejects.toMatchObject({ name: 'ClientException', message: /inactive/ })
})

test('an input that the API does not know is named', async () => {
  const { ecs } = await ground()
  await expect(ecs.runTask({ cluster: 'stage', taskDefinition: 'x', speed: 'fast' })).rejects.toThrow(
    /"speed"/,
  )
})

test('tasks are listed by family, starter and desired status, page by page', async () => {
  const { run, client, list } = await ground()
  const { tasks } = await run({ count: 3, startedBy: 'a' })
  await run({ startedBy: 'b', group: 'mine' })
  expect(await list({ startedBy: 'a' })).toHaveLength(3)
  expect(await list({ family: 'stevedore-local-work' })).toHaveLength(4)
  expect(await list({ family: 'other' })).toEqual([])
  const page = await client.send(new ListTasksCommand({ cluster: 'stage', maxResults: 3 }))
  expect(page.taskArns).toHaveLength(3)
  expect(await list({ nextToken: page.nextToken })).toHaveLength(1)
  await client.send(new StopTaskCommand({ cluster: 'stage', task: tasks?.[0]?.taskArn }))
  expect(await list({ desiredStatus: 'STOPPED' })).toEqual([tasks?.[0]?.taskArn])
})

test('a task that is not there is a failure of DescribeTasks', async () => {
  const { client } = await ground()
  const { failures } = await client.send(new DescribeTasksCommand({ cluster: 'stage', tasks: ['nothing'] }))
  expect(failures).toEqual([{ arn: 'nothing', reason: 'MISSING' }])
})

test('a strategy fills its base first and then keeps its weights', () => {
  const weight = fc.integer({ min: 1, max: 5 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), weight, weight, (base, demand, spot) => {
      const capacity = {
        kind: 'strategy' as const,
        strategy: [
          { capacityProvider: 'FARGATE' as const, base, weight: demand },
          { capacityProvider: 'FARGATE_SPOT' as const, base: 0, weight: spot },
        ],
      }
      const placed: ('FARGATE' | 'FARGATE_SPOT' | undefined)[] = []
      for (let index = 0; index < base + demand + spot; index++) placed.push(nextProvider(capacity, placed))
      expect(placed.slice(0, base)).toEqual(Array(base).fill('FARGATE'))
      expect(placed.filter((each) => each === 'FARGATE')).toHaveLength(base + demand)
    }),
  )
})
