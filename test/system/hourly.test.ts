import { ListTasksCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queueIsEmpty } from './deliveries.ts'
import { endedAudits, reportOf } from './run-audit.ts'
import { startStack } from './stack.ts'

// A dataset that waits for the hour, on a stack whose service may have no task. An hour takes twenty seconds; HOURLY_FILES=500 HOURLY_SPEED=60 for more files.

const FILES = Number(process.env.HOURLY_FILES ?? 40)
const SPEED = Number(process.env.HOURLY_SPEED ?? 180)
const HOUR_MS = 3_600_000 / SPEED
const LARGE = 'airports/large.csv'
const HEAD = 'iata,name,city,state,country,latitude,longitude\n'

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack('from-zero', { speed: SPEED, hourly: ['airports'] })
})
afterAll(() => stack?.close())

async function audits(): Promise<(string | undefined)[]> {
  return (await endedAudits(stack)).map(({ taskArn }) => taskArn)
}

test('its files are queued on arrival, and loaded by the scheduled task as one batch; no other task runs, not even for a large one', {
  timeout: 120_000 + 3 * HOUR_MS + FILES * 200,
}, async () => {
  // Right behind an hour there is time until the next one.
  await vi.waitFor(async () => expect(await audits()).not.toEqual([]), { timeout: 2 * HOUR_MS, interval: 50 })
  // The service begins with one task, which goes.
  const before = await tasksOf('load-queue', 'load-object')
  const versions = new Map<string, string>()
  for (let index = 0; index < FILES; index++) {
    const key = `airports/${index}.csv`
    const iata = index.toString(36).toUpperCase().padStart(4, '0')
    const body = `${HEAD}${iata},name,c,IL,USA,1,2\n`
    versions.set(key, await stack.upload(key, body))
  }
  versions.set(LARGE, await stack.upload(LARGE, largeFile()))
  await queueIsEmpty(stack, stack.outputs.LaunchesQueueUrl)
  for (const [key, version] of versions) await stack.settled(key, version, 'queued')
  expect(await stack.rows(stack.outputs.AirportsTableName), 'before the hour').toEqual([])

  const tasks = new Set<string | undefined>()
  for (const [key, version] of versions) {
    const item = await stack.settled(key, version, 'loaded')
    tasks.add(item.taskArn?.S)
    expect(item.attempt?.N, `${key} was loaded at once`).toBe('1')
  }
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(FILES + 1)
  expect(tasks.size).toBe(1)
  const [task] = tasks
  await vi.waitFor(async () => expect(await audits()).toContain(task), { timeout: HOUR_MS })
  const report = await reportOf(stack, task ?? '')
  expect(report.hour).toEqual({ settled: FILES + 1, later: 0, broken: 0 })
  expect(report.datasets).toMatchObject([{ name: 'airports', files: { loaded: FILES + 1 } }])
  expect(report.repairs.total).toBe(0)
  expect(await tasksOf('load-queue', 'load-object')).toEqual(before)
})

/** Over routeBytes, with one row. */
function largeFile(): string {
  const row = 'ZZZZ,name,c,IL,USA,1,2\n'
  return HEAD + row.repeat(Math.ceil((1024 * 1024) / row.length))
}

/** Whether at work or stopped. */
async function tasksOf(...acts: string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    acts.flatMap((act) =>
      (['RUNNING', 'STOPPED'] as const).map((desiredStatus) =>
        stack.ecs.send(
          new ListTasksCommand({
            cluster: stack.outputs.ClusterName,
            family: `stevedore-local-${act}`,
            desiredStatus,
          }),
        ),
      ),
    ),
  )
  return found.flatMap(({ taskArns }) => taskArns ?? []).toSorted()
}
