import { afterEach, beforeEach, expect, test } from 'vitest'
import { permitted } from '../../../local/events/delivery/permitted.ts'
import type { EventTargets } from '../../../local/events/delivery/ports.ts'
import { permittedQueues, requireQueueRights } from '../../../local/lambda/mapping/permitted.ts'
import { createScheduler } from '../../../local/scheduler/index.ts'
import { permitted as permittedSubscribers } from '../../../local/sns/permitted.ts'
import { startWorld } from './world.ts'

// What services do for a rule, a topic or a function of the template, where a policy lets them.

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:loads'
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/small'
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:topic'
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:explain'
const made = { stackName: 'test', logicalId: 'policy' }

let world: Awaited<ReturnType<typeof startWorld>>
beforeEach(async () => {
  world = await startWorld({})
})
afterEach(() => world.close())

function letIn(service: string, sourceArn: string, action: string, resource: string): void {
  world.iam.putPolicy(made, [resource], {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: action,
      Resource: resource,
      Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    },
  })
}

async function makeRole(name: string, service: string, statements: readonly object[]) {
  const { attributes } = await world.make('AWS::IAM::Role', name, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
    },
    Policies: [{ PolicyName: 'work', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  })
  return attributes.Arn ?? ''
}

function targets() {
  const reached: string[] = []
  const all: EventTargets = {
    queue: { send: async (arn) => void reached.push(arn) },
    task: {
      runTask: async ({ taskDefinition }) => {
        reached.push(taskDefinition)
        return { failures: [] }
      },
    },
    function: { invoke: async (arn) => void reached.push(arn) },
    topic: { publish: async (arn) => void reached.push(arn) },
  }
  return { all, reached }
}

test('a rule reaches a queue, a function and a topic by their own policies', async () => {
  const { all, reached } = targets()
  const rule = permitted(all, { permissions: world.iam }, { name: 'small', arn: RULE })
  await expect(rule.queue.send(QUEUE, '')).rejects.toMatchObject({ code: 'AccessDenied' })
  await expect(rule.function.invoke(FUNCTION, {})).rejects.toMatchObject({ code: 'AccessDeniedException' })
  letIn('events.amazonaws.com', RULE, 'sqs:SendMessage', QUEUE)
  await rule.queue.send(QUEUE, '')
  letIn('events.amazonaws.com', RULE, 'lambda:InvokeFunction', FUNCTION)
  await rule.function.invoke(FUNCTION, {})
  await rule.topic.publish(TOPIC, { message: '' })
  expect(reached).toEqual([QUEUE, FUNCTION, TOPIC])
})

test('a rule starts a task with the role of its target, and with none it starts nothing', async () => {
  const { all, reached } = targets()
  const launch = { cluster: 'c', taskDefinition: 'load', count: 1, startedBy: 'r' }
  const without = permitted(all, { permissions: world.iam }, { name: 'large', arn: RULE })
  await expect(without.task.runTask(launch)).rejects.toMatchObject({ code: 'AccessDeniedException' })
  const roleArn = await makeRole('starter', 'events.amazonaws.com', [
    {
      Effect: 'Allow',
      Action: 'ecs:RunTask',
      Resource: 'arn:aws:ecs:us-east-1:000000000000:task-definition/load:1',
    },
  ])
  const having = permitted(all, { permissions: world.iam }, { name: 'large', arn: RULE, roleArn })
  await having.task.runTask(launch)
  await expect(having.task.runTask({ ...launch, taskDefinition: 'other' })).rejects.toThrow(/RunTask/)
  expect(reached).toEqual(['load'])
})

test('a topic reaches its subscribers by their policies', async () => {
  const reached: string[] = []
  const subscribers = permittedSubscribers(
    {
      queues: { send: async (arn) => void reached.push(arn) },
      invoke: async (arn) => void reached.push(arn),
    },
    { permissions: world.iam },
    TOPIC,
  )
  await expect(subscribers.queues.send(QUEUE, '')).rejects.toThrow(/sqs:SendMessage/)
  await expect(subscribers.invoke(FUNCTION, {})).rejects.toThrow(/lambda:InvokeFunction/)
  letIn('sns.amazonaws.com', TOPIC, 'sqs:SendMessage', QUEUE)
  await subscribers.queues.send(QUEUE, '')
  expect(reached).toEqual([QUEUE])
})

test("Lambda reads a queue with the function's role", async () => {
  const statement = {
    Effect: 'Allow',
    Action: 'sqs:ReceiveMessage',
    Resource: QUEUE,
  }
  const role = await makeRole('explainer', 'lambda.amazonaws.com', [statement])
  const done: string[] = []
  const queues = permittedQueues(
    {
      receive: async () => [],
      remove: async () => void done.push('removed'),
      setVisibility: async () => void done.push('given back'),
      send: async () => void done.push('sent'),
    },
    { permissions: world.iam },
    () => ({ role, name: 'explain', arn: FUNCTION }),
  )
  const { signal } = new AbortController()
  expect(await queues.receive(QUEUE, { max: 1, waitSeconds: 0, signal })).toEqual([])
  await expect(queues.remove(QUEUE, [])).rejects.toThrow(/sqs:DeleteMessage/)
  await expect(queues.send(QUEUE, '')).rejects.toThrow(/sqs:SendMessage/)
  expect(done).toEqual([])
})

test('a queue is not bound to a function whose role may not read it, in words of Lambda', async () => {
  const reads = ['sqs:ReceiveMessage', 'sqs:DeleteMessage']
  const statement = { Effect: 'Allow', Action: reads, Resource: QUEUE }
  const role = await makeRole('explainer', 'lambda.amazonaws.com', [statement])
  const bound = () =>
    requireQueueRights({ permissions: world.iam }, { role, name: 'f', arn: FUNCTION }, QUEUE)
  expect(bound).toThrow(/does not have permissions to call GetQueueAttributes on SQS/)
  await makeRole('explainer', 'lambda.amazonaws.com', [{ ...statement, Action: 'sqs:*' }])
  expect(bound).not.toThrow()
})

test('a schedule whose role the Scheduler cannot take on is not made', async () => {
  const role = await makeRole('starter', 'events.amazonaws.com', [
    { Effect: 'Allow', Action: 'ecs:RunTask', Resource: '*' },
  ])
  const scheduler = createScheduler(world.site, { runTask: async () => ({}), sendDeadLetter: async () => {} })
  const [type] = scheduler.resources
  const properties = {
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/c',
      RoleArn: role,
      EcsParameters: { TaskDefinitionArn: 'd' },
    },
  }
  const request = { ...made, physicalName: () => 'hourly', properties: type?.properties.parse(properties) }
  await expect(type?.apply(request)).rejects.toThrow(
    /^The execution role you provide must allow AWS EventBridge Scheduler to assume the role: .*role\/starter$/,
  )
  await scheduler.close()
})
