import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { fakeAccount, refusal } from './deploy/fake-account.ts'
import { fakeService } from './deploy/fake-service.ts'
import { folderOfTest } from './deploy/setup.ts'

const EndTasks = createRequire(import.meta.url)('../../infra/end-tasks.cjs')

const STACK = { DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }) }
const CLUSTER = {
  LogicalResourceId: 'Cluster',
  ResourceType: 'AWS::ECS::Cluster',
  PhysicalResourceId: 'stevedore-prod',
  ResourceStatus: 'CREATE_COMPLETE',
}

interface Task {
  taskArn: string
  group: string
  lastStatus: string
  /** How often it is looked at until it has stopped. */
  looks?: number
}

/** A stack whose cluster has these tasks, and the hooks of its remove. */
function stackWith(tasks: Task[], answers: Record<string, (input: never) => unknown> = {}) {
  const folder = folderOfTest()
  const account = fakeAccount(join(folder, 'no-calls'))
  const stopping = new Set<string>()
  Object.assign(account.answers, {
    ...STACK,
    ListStackResources: () => ({ StackResourceSummaries: [CLUSTER] }),
    // A page for each task.
    ListTasks: ({ nextToken = '0' }: { nextToken?: string }) => {
      const running = tasks.filter(({ taskArn }) => !stopping.has(taskArn))
      const at = Number(nextToken)
      return {
        taskArns: running.slice(at, at + 1).map(({ taskArn }) => taskArn),
        ...(at + 1 < running.length ? { nextToken: String(at + 1) } : {}),
      }
    },
    DescribeTasks: ({ tasks: arns }: { tasks: string[] }) => ({
      tasks: tasks.flatMap((task) => {
        if (!arns.includes(task.taskArn)) return []
        if (stopping.has(task.taskArn) && (task.looks ?? 0) > 0) task.looks = (task.looks ?? 0) - 1
        else if (stopping.has(task.taskArn)) task.lastStatus = 'STOPPED'
        return [{ ...task }]
      }),
    }),
    StopTask: ({ task }: { task: string }) => stopping.add(task) && {},
    ...answers,
  })
  const { serverless, screen, notices } = fakeService(folder)
  const { hooks } = new EndTasks(serverless, {}, screen)
  return {
    notices,
    account,
    stopped: () => account.calls.flatMap(([action, input]) => (action === 'StopTask' ? [input.task] : [])),
    before: (): Promise<void> => hooks['before:remove:remove'](),
    after: () => hooks['after:remove:remove'](),
  }
}

const large = { taskArn: 'large', group: 'family:stevedore-prod-load-object', lastStatus: 'RUNNING' }
const audit = { taskArn: 'audit', group: 'family:stevedore-prod-audit', lastStatus: 'PENDING' }
const service = { taskArn: 'queue', group: 'service:stevedore-prod-load-queue', lastStatus: 'RUNNING' }

test('a remove stops the tasks of no service, and waits until they have ended', async () => {
  const tasks = [{ ...service }, { ...large, looks: 2 }, { ...audit }]
  const { before, after, stopped, notices } = stackWith(tasks)
  await before()
  after()
  expect(stopped()).toEqual(['large', 'audit'])
  expect(tasks.map(({ lastStatus }) => lastStatus)).toEqual(['RUNNING', 'STOPPED', 'STOPPED'])
  expect(notices).toContain('Waiting for tasks to stop: 1')
})

test('a task that is launched in the place of a stopped one is stopped while the remove goes on', async () => {
  const tasks: Task[] = [{ ...large }]
  const { before, after, stopped } = stackWith(tasks)
  await before()
  tasks.push({ ...large, taskArn: 'next' })
  await vi.waitFor(() => expect(stopped()).toEqual(['large', 'next']))
  after()
})

test('a remove goes on where tasks may not be stopped, and says what to do', async () => {
  const { before, after, notices } = stackWith([{ ...large }], {
    StopTask: refusal('AccessDeniedException', 'not you'),
  })
  await before()
  after()
  expect(notices.join()).toMatch(
    /StopTask of ECS failed: AccessDeniedException: not you.*aws ecs stop-task.*remove again/,
  )
})

test.each([
  ['no stack', { DescribeStacks: refusal('ValidationError', 'does not exist') }],
  ['a stack without a cluster', { ListStackResources: () => ({ StackResourceSummaries: [] }) }],
])('a remove of %s asks for no tasks', async (_what, answers) => {
  const { before, after, account } = stackWith([{ ...large }], answers)
  await before()
  after()
  expect(account.calls.map(([action]) => action)).not.toContain('ListTasks')
})
