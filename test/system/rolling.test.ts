import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { queueIsEmpty } from './deliveries.ts'
import { counts, startStack } from './stack.ts'

// Deploys of the service while it works: as CloudFormation does them, a new revision and an update of the service.

const TASKS = 2
const SMALL_FILES = 30
const LARGE_ROWS = 15_000
// Every worker holds still once in the middle of a large file, so that a deploy meets it at work on any machine.
const STRIKES = [{ point: 'rows-written', nth: 100, action: 'stall', seconds: 4 }] as const

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack('local', { strikes: STRIKES })
})
afterAll(() => stack?.close())
beforeEach(() => isSteady())

test('F32 a deploy in the middle of the work rolls the tasks, and every file is loaded', async () => {
  const small = await uploadMany('before', SMALL_FILES)
  const large = ['zipcodes/rolled-1.csv', 'zipcodes/rolled-2.csv'].map((key, index) => ({
    key,
    body: zipcodes(index * LARGE_ROWS),
  }))
  const versions = await Promise.all(large.map(({ key, body }) => stack.upload(key, body)))
  await Promise.all(large.map(({ key }, index) => stack.settled(key, versions[index] ?? '', 'loading')))

  const next = await newRevision({ Name: 'DEPLOYED', Value: 'in the middle of the work' })
  const steps = await deploy(next)
  const meanwhile = await uploadMany('meanwhile', SMALL_FILES)
  await vi.waitFor(() => steps.look(isRolled(next)), { timeout: 90_000, interval: 50 })

  for (const { running, oldWanted, primaryRunning } of steps.seen) {
    expect(running).toBeGreaterThanOrEqual(TASKS)
    expect(running).toBeLessThanOrEqual(2 * TASKS)
    if (oldWanted < TASKS) expect(primaryRunning).toBe(TASKS)
  }
  expect(steps.seen.some(({ running }) => running === 2 * TASKS)).toBe(true)
  for (const file of [...small, ...meanwhile]) await stack.settled(file.key, file.version, 'loaded')
  for (const [index, { key }] of large.entries()) {
    const item = await stack.settled(key, versions[index] ?? '', 'loaded')
    expect(counts(item)).toEqual({ read: LARGE_ROWS, written: LARGE_ROWS, rejected: 0, duplicate: 0 })
  }
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(2 * SMALL_FILES)
  expect(await stack.rows(stack.outputs.ZipcodesTableName)).toHaveLength(2 * LARGE_ROWS)
  await queueIsEmpty(stack, stack.outputs.LoadsQueueUrl)
  await queueIsEmpty(stack, stack.outputs.LoadsDeadLetterQueueUrl)
})

test.each([
  { broken: 'a file that is not there', command: ['node', 'not-there.mjs'] },
  { broken: 'a program that is not there', command: ['not-there'] },
])('an image with $broken is rolled back, and the old tasks go on working', async ({ broken, command }) => {
  const before = await service()
  const tasks = await taskArns()
  const next = await newRevision({ Name: 'DEPLOYED', Value: broken }, command)
  const steps = await deploy(next)
  const name = command.join('-')
  const files = await uploadMany(name, 5)
  for (const file of files) {
    const item = await stack.settled(file.key, file.version, 'loaded')
    expect(item.attempt?.N).toBe('1')
  }

  await vi.waitFor(() => steps.look(isRolled(before.taskDefinition)), { timeout: 60_000, interval: 50 })
  expect(await taskArns()).toEqual(tasks)
  expect(steps.seen.every(({ oldWanted, back }) => back || oldWanted === TASKS)).toBe(true)
  const { events = [] } = await service()
  const said = events.map(({ message }) => message).join('\n')
  expect(said).toMatch(/deployment ecs-svc\/\d+\) deployment failed: tasks failed to start/)
  expect(said).toContain(`rolling back to deployment ${before.deployments?.[0]?.id}`)
  expect(stack.screen.join('\n')).toMatch(
    `the tasks of ${next.split('/').at(-1)} fail, going back to ${before.taskDefinition?.split('/').at(-1)}`,
  )
})

async function service(): Promise<Service> {
  const { services } = await stack.ecs.send(
    new DescribeServicesCommand({
      cluster: stack.outputs.ClusterName,
      services: [stack.outputs.LoadQueueServiceName ?? ''],
    }),
  )
  if (!services?.[0]) throw new Error('The stack has no service.')
  return services[0]
}

async function isSteady(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { deployments, runningCount } = await service()
      expect(deployments?.map(({ rolloutState }) => rolloutState)).toEqual(['COMPLETED'])
      expect(runningCount).toBe(TASKS)
    },
    { timeout: 60_000, interval: 100 },
  )
}

/** Of the service's tasks that run. */
async function taskArns(): Promise<string[]> {
  const cluster = stack.outputs.ClusterName
  const { taskArns = [] } = await stack.ecs.send(
    new ListTasksCommand({ cluster, serviceName: stack.outputs.LoadQueueServiceName }),
  )
  const { tasks = [] } = await stack.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
  return tasks
    .filter(({ lastStatus }) => lastStatus === 'RUNNING')
    .map(({ taskArn }) => taskArn ?? '')
    .sort()
}

/** The service's task definition with one more variable, and perhaps another command; its ARN. */
async function newRevision(variable: { Name: string; Value: string }, command?: string[]): Promise<string> {
  const { taskDefinition: current } = await stack.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: (await service()).taskDefinition }),
  )
  const [container] = current?.containerDefinitions ?? []
  const { family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn, taskRoleArn } =
    current ?? {}
  const { taskDefinition } = await stack.ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      cpu,
      memory,
      networkMode,
      requiresCompatibilities,
      executionRoleArn,
      taskRoleArn,
      containerDefinitions: [
        {
          ...container,
          ...(command ? { command } : {}),
          environment: [...(container?.environment ?? []), { name: variable.Name, value: variable.Value }],
        },
      ],
    }),
  )
  return taskDefinition?.taskDefinitionArn ?? ''
}

/** Updates the service. `look` notes how far it is, and throws until that is as `check` wants it. */
async function deploy(taskDefinition: string) {
  await stack.ecs.send(
    new UpdateServiceCommand({
      cluster: stack.outputs.ClusterName,
      service: stack.outputs.LoadQueueServiceName,
      taskDefinition,
    }),
  )
  const seen: { running: number; primaryRunning: number; oldWanted: number; back: boolean }[] = []
  async function look(check: (now: Service) => void): Promise<void> {
    const now = await service()
    const [primary, ...old] = now.deployments ?? []
    seen.push({
      running: now.runningCount ?? 0,
      primaryRunning: primary?.runningCount ?? 0,
      oldWanted: old.reduce((sum, { desiredCount = 0 }) => sum + desiredCount, 0),
      back: primary?.taskDefinition !== taskDefinition,
    })
    check(now)
  }
  return { seen, look }
}

function isRolled(taskDefinition: string | undefined) {
  return (now: Service) => {
    expect(now.deployments).toMatchObject([{ taskDefinition, rolloutState: 'COMPLETED' }])
    expect(now.runningCount).toBe(TASKS)
  }
}

let airports = 0

/** Files of one row, another in each. */
function uploadMany(name: string, count: number): Promise<{ key: string; version: string }[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const key = `airports/${name}-${index}.csv`
      const iata = (airports++).toString(36).toUpperCase().padStart(3, '0')
      const header = 'iata,name,city,state,country,latitude,longitude'
      return { key, version: await stack.upload(key, `${header}\n${iata},name,c,IL,USA,1,2\n`) }
    }),
  )
}

function zipcodes(first: number): string {
  const rows = Array.from(
    { length: LARGE_ROWS },
    (_, index) => `${String(first + index).padStart(5, '0')},1,2,c,IL,county`,
  )
  return `zip_code,latitude,longitude,city,state,county\n${rows.join('\n')}\n`
}
