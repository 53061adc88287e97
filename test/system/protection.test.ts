import {
  DescribeTasksCommand,
  GetTaskProtectionCommand,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStack } from './stack.ts'

// A service is scaled in, below what its policy would allow, while one of its tasks works.

// So long that the service has every reason to stop the task meanwhile.
const STRIKES = [{ point: 'claimed', action: 'stall', seconds: 6 }] as const
const KEY = 'airports/protected.csv'
const FILE = 'iata,name,city,state,country,latitude,longitude\nAAA,name,c,IL,USA,1,2\n'
const wait = { timeout: 30_000, interval: 20 }

let stack: Awaited<ReturnType<typeof startStack>>
let cluster: { cluster: string | undefined }
beforeAll(async () => {
  stack = await startStack('local', { strikes: STRIKES })
  cluster = { cluster: stack.outputs.ClusterName }
})
afterAll(() => stack?.close())

async function runningTasks(): Promise<string[]> {
  const { taskArns = [] } = await stack.ecs.send(
    new ListTasksCommand({ ...cluster, serviceName: stack.outputs.LoadQueueServiceName }),
  )
  return taskArns
}

async function protectedTasks(tasks: string[]): Promise<(string | undefined)[]> {
  const { protectedTasks = [] } = await stack.ecs.send(new GetTaskProtectionCommand({ ...cluster, tasks }))
  return protectedTasks.filter(({ protectionEnabled }) => protectionEnabled).map(({ taskArn }) => taskArn)
}

async function scaleTo(desiredCount: number): Promise<void> {
  const service = stack.outputs.LoadQueueServiceName
  await stack.ecs.send(new UpdateServiceCommand({ ...cluster, service, desiredCount }))
}

test('F32 a busy task is not scaled in, and is as soon as it is idle', async () => {
  const tasks = await vi.waitFor(async () => {
    const found = await runningTasks()
    expect(found).toHaveLength(2)
    return found
  }, wait)
  expect(await protectedTasks(tasks)).toEqual([])
  const version = await stack.upload(KEY, FILE)
  const [busy] = await vi.waitFor(async () => {
    const found = await protectedTasks(tasks)
    expect(found).toHaveLength(1)
    return found
  }, wait)

  await scaleTo(0)
  await vi.waitFor(async () => expect(await runningTasks()).toEqual([busy]), wait)
  const item = await stack.settled(KEY, version, 'loaded')
  expect(item).toMatchObject({ attempt: { N: '1' }, taskArn: { S: busy } })
  await vi.waitFor(async () => expect(await runningTasks()).toEqual([]), wait)
  await vi.waitFor(async () => {
    const { tasks: stopped } = await stack.ecs.send(
      new DescribeTasksCommand({ ...cluster, tasks: [busy as string] }),
    )
    expect(stopped?.[0]?.containers?.[0]?.exitCode).toBe(0)
  }, wait)
})
