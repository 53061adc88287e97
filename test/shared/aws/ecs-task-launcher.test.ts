import {
  ClientException,
  ConflictException,
  DescribeTasksCommand,
  ECSClient,
  InvalidParameterException,
  RunTaskCommand,
} from '@aws-sdk/client-ecs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createEcsTaskLauncher } from '../../../shared/aws/ecs-task-launcher.ts'
import { taskOverride } from '../../../shared/launch/task-override.ts'

const ecs = mockClient(ECSClient)
beforeEach(() => void ecs.reset().onAnyCommand().rejects(new Error('This call was not expected')))

const launcher = createEcsTaskLauncher({
  client: new ECSClient({ region: 'us-east-1' }),
  cluster: 'c',
  taskDefinition: 't:1',
  subnets: ['a'],
  securityGroups: ['sg'],
  assignPublicIp: 'DISABLED',
})
const override = taskOverride({ bucket: 'b', key: 'k', versionId: 'v' }, 1, { cpu: 256, memory: 512 })
const launch = () => launcher.launch({ token: 'x', startedBy: 'y', capacity: 'on-demand', override })

test('F36 a token that a task of an older template holds means that the launch has its task', async () => {
  const taken = new ConflictException({
    $metadata: { httpStatusCode: 400 },
    message: 'The clientToken is already in use',
    resourceIds: ['arn:task/1'],
  })
  ecs.on(RunTaskCommand).rejects(taken)
  expect(await launch()).toEqual({ kind: 'started', taskArn: 'arn:task/1' })
})

test.each([
  [[{ taskArn: 'arn:task/1', lastStatus: 'RUNNING' }], false],
  [[{ taskArn: 'arn:task/1', lastStatus: 'DEPROVISIONING' }], false],
  [[{ taskArn: 'arn:task/1', lastStatus: 'STOPPED' }], true],
  [[], true],
])('F36 of the tasks %j one has ended: %s', async (tasks, ended) => {
  ecs.on(DescribeTasksCommand, { cluster: 'c', tasks: ['arn:task/1'] }).resolves({ tasks })
  expect(await launcher.hasEnded('arn:task/1')).toBe(ended)
})

test('F35 an answer without a task is no capacity, with every reason that ECS gives', async () => {
  const failures = [{ reason: 'Capacity is unavailable at this time', detail: 'zone a' }, { reason: 'AGENT' }]
  ecs.on(RunTaskCommand).resolves({ tasks: [], failures })
  expect(await launch()).toEqual({
    kind: 'no-capacity',
    reason: 'Capacity is unavailable at this time: zone a; AGENT',
  })
})

test('no answer at all is not now', async () => {
  ecs.on(RunTaskCommand).rejects(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
  expect(await launch()).toMatchObject({ kind: 'not-now', error: { code: 'dependency.unavailable' } })
})

test.each([
  [
    InvalidParameterException,
    'Error retrieving security group information for [sg-1]: Request limit exceeded. (ErrorCode: RequestLimitExceeded)',
    'not-now',
  ],
  [ClientException, 'You’ve reached the limit on the number of vCPUs you can run concurrently', 'not-now'],
  [InvalidParameterException, 'The subnet ID a does not exist', 'refused'],
] as const)('F35 of %o, "%s" is %s', async (Fault, message, kind) => {
  ecs.on(RunTaskCommand).rejects(new Fault({ $metadata: { httpStatusCode: 400 }, message }))
  expect(await launch()).toMatchObject({ kind, error: { message: expect.stringContaining(message) } })
})

test('a bug of our own is thrown, and fails no load', async () => {
  ecs.on(RunTaskCommand).rejects(new TypeError('undefined is not a function'))
  await expect(launch()).rejects.toThrow(TypeError)
})
