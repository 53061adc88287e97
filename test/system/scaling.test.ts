import { DescribeServicesCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queueIsEmpty } from './deliveries.ts'
import { startStack } from './stack.ts'

// The packaged policies on the runtime's own queues and tasks. A minute of theirs takes a tenth of a second.
const SPEED = 600
const FILES = 60

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack('from-zero', { speed: SPEED })
})
afterAll(() => stack?.close())

async function desiredCount(): Promise<number | undefined> {
  const { ClusterName: cluster, LoadQueueServiceName: service = '' } = stack.outputs
  const { services } = await stack.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  return services?.[0]?.desiredCount
}

async function hasTasks(count: number): Promise<void> {
  const { ClusterName: cluster, LoadQueueServiceName: serviceName } = stack.outputs
  await vi.waitFor(
    async () => {
      const { taskArns } = await stack.ecs.send(new ListTasksCommand({ cluster, serviceName }))
      expect(await desiredCount()).toBe(count)
      expect(taskArns).toHaveLength(count)
    },
    { timeout: 60_000, interval: 50 },
  )
}

test('F33 one file is enough to start a task where there is none, and afterwards there is none again', async () => {
  await hasTasks(0)
  const version = await stack.upload('airports/one.csv', file(0))
  await stack.settled('airports/one.csv', version, 'loaded')
  await hasTasks(0)
})

test('F32 many files bring the service to its maximum and back, and no task is stopped over its work', async () => {
  const counts = new Set<number | undefined>()
  const keys = Array.from({ length: FILES }, (_, index) => `airports/many-${index}.csv`)
  const versions = await Promise.all(keys.map((key, index) => stack.upload(key, file(index))))
  await vi.waitFor(
    async () => {
      counts.add(await desiredCount())
      expect(Math.max(...[...counts].map(Number))).toBe(4)
    },
    { timeout: 60_000, interval: 20 },
  )
  for (const [index, key] of keys.entries()) {
    const item = await stack.settled(key, versions[index] ?? '', 'loaded')
    expect(item.attempt?.N, `${key} was loaded at once`).toBe('1')
  }
  await hasTasks(0)
  await queueIsEmpty(stack, stack.outputs.LoadsQueueUrl)
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(FILES)
})

/** One row, another in each file. */
function file(index: number): string {
  const iata = index.toString(36).toUpperCase().padStart(3, '0')
  return `iata,name,city,state,country,latitude,longitude\n${iata},name,c,IL,USA,1,2\n`
}
