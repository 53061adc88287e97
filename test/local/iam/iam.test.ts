import { afterEach, expect, test } from 'vitest'
import { startWorld } from './world.ts'

let world: Awaited<ReturnType<typeof startWorld>>
afterEach(() => world.close())

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:loads'
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/small'
const SEND = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE }
const asRule = { service: 'events.amazonaws.com', sourceArn: RULE }

function ruleMaySend(source = RULE) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        ...SEND,
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      },
    ],
  }
}

test('a role is taken on by whom its trust policy names, for what it names', async () => {
  world = await startWorld({ statements: [SEND] })
  expect(world.takeRole().roleArn).toBe('arn:aws:iam::000000000000:role/loader')
  expect(() => world.takeRole('lambda.amazonaws.com')).toThrow(
    /Service: lambda\.amazonaws\.com for .* is not authorized to perform: sts:AssumeRole on resource: .*role\/loader/,
  )
  const { iam } = world
  const taking = {
    arn: 'arn:aws:iam::000000000000:role/loader',
    service: 'ecs-tasks.amazonaws.com',
    sessionName: 's',
  }
  expect(() => iam.takeRole({ ...taking, sourceArn: 'arn:aws:ecs:us-east-1:1:*' })).toThrow(/AssumeRole/)
  const missing = { ...taking, arn: 'arn:aws:iam::000000000000:role/missing' }
  expect(() => iam.takeRole({ ...missing, sourceArn: 'arn:aws:ecs:us-east-1:000000000000:*' })).toThrow(
    /AssumeRole on resource: .*role\/missing/,
  )
})

test('a service is let in by the policy of the resource, until that is gone', async () => {
  world = await startWorld({})
  const { iam } = world
  const made = { stackName: 'test', logicalId: 'policy' }
  const send = () => iam.asService(asRule, 'sqs:SendMessage', QUEUE)
  expect(send).toThrow(/because no resource-based policy allows/)
  iam.putPolicy(made, [QUEUE], ruleMaySend())
  expect(send).not.toThrow()
  iam.putPolicy(made, [QUEUE], ruleMaySend(`${RULE}-2`))
  expect(send).toThrow(/SendMessage/)
  iam.putPolicy(made, [QUEUE], ruleMaySend())
  iam.removePolicy(made)
  expect(send).toThrow(/SendMessage/)
})

test('a topic without a policy of its own takes messages of the services of its account', async () => {
  world = await startWorld({})
  const { iam } = world
  const topic = 'arn:aws:sns:us-east-1:000000000000:topic'
  const alarm = {
    service: 'cloudwatch.amazonaws.com',
    sourceArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a',
  }
  iam.asService(alarm, 'sns:Publish', topic)
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: topic,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }
  iam.putPolicy({ stackName: 'test', logicalId: 'policy' }, [topic], {
    Version: '2012-10-17',
    Statement: [deny],
  })
  expect(() => iam.asService(alarm, 'sns:Publish', topic)).toThrow(/Publish/)
})

test('policies of the runtime before this one hold until the template makes them anew', async () => {
  world = await startWorld({ statements: [SEND] })
  world.iam.putPolicy({ stackName: 'test', logicalId: 'policy' }, [QUEUE], ruleMaySend())
  await world.close({ keep: true })
  world = await startWorld({ dataFolder: world.dataFolder })
  world.iam.asService(asRule, 'sqs:SendMessage', QUEUE)
  world.takeRole().may('sqs', 'SendMessage', { QueueUrl: QUEUE })
  expect(() => world.takeRole().may('sqs', 'ReceiveMessage', { QueueUrl: QUEUE })).toThrow(/ReceiveMessage/)
})

test('a policy beside a role is added to it, and taken away with its resource', async () => {
  world = await startWorld({ statements: [SEND] })
  const receive = () => world.takeRole().may('sqs', 'ReceiveMessage', { QueueUrl: QUEUE })
  await world.make('AWS::IAM::Policy', 'receiving', {
    PolicyName: 'receiving',
    Roles: ['loader'],
    PolicyDocument: { Version: '2012-10-17', Statement: [{ ...SEND, Action: 'sqs:ReceiveMessage' }] },
  })
  expect(receive).not.toThrow()
  const type = world.iam.resources.find((one) => one.type === 'AWS::IAM::Policy')
  await type?.remove?.({
    stackName: 'test',
    logicalId: 'receiving',
    physicalId: '',
    attributes: {},
    properties: {},
  })
  expect(receive).toThrow(/ReceiveMessage/)
})

test('with warn a call that no policy allows is told, and goes through', async () => {
  world = await startWorld({ mode: 'warn', statements: [SEND] })
  world.takeRole('lambda.amazonaws.com').may('sqs', 'ReceiveMessage', { QueueUrl: QUEUE })
  expect(world.said).toEqual([
    expect.stringContaining('would be refused: sts:AssumeRole'),
    expect.stringContaining('would be refused: sqs:ReceiveMessage'),
  ])
})

test('with off nobody looks', async () => {
  world = await startWorld({ mode: 'off', statements: [SEND] })
  world.takeRole('lambda.amazonaws.com').may('sqs', 'ReceiveMessage', { QueueUrl: QUEUE })
  expect(world.said).toEqual([])
  expect(world.iam.calls()).toEqual([])
})

test('a role with a policy that cannot be read is not made, and the fault is named', async () => {
  world = await startWorld({})
  const role = (Statement: object) => ({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: 'a' }, Action: 'sts:AssumeRole' },
    },
    Policies: [{ PolicyName: 'work', PolicyDocument: { Version: '2012-10-17', Statement } }],
  })
  const condition = { ...SEND, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }
  await expect(world.make('AWS::IAM::Role', 'loader', role(condition))).rejects.toThrow(
    /Policy loader\/work: statement 1: the local runtime has no condition operator IpAddress/,
  )
  expect(world.iam.roles()).toEqual([])
  await world.make('AWS::IAM::Role', 'loader', role(SEND))
})

test('policies that AWS manages are refused: the runtime does not know them', async () => {
  world = await startWorld({})
  const type = world.iam.resources.find((one) => one.type === 'AWS::IAM::Role')
  const given = {
    AssumeRolePolicyDocument: {},
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  }
  expect(type?.properties.safeParse(given).error?.message).toContain('does not know the policies of AWS')
})
