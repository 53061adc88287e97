import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLostTasks } from '../../../local/ecs/task/lost-tasks.ts'
import { NETWORK, setup, until, WAITS } from './setup.ts'

test('the next runtime reports the tasks that went down with the one before, once', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ecs-lost-'))
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }))
  const first = await setup({ dataFolder })
  const { tasks } = await first.ecs.runTask({
    cluster: 'stage',
    taskDefinition: await first.define(WAITS),
    networkConfiguration: NETWORK,
  })
  const taskArn = tasks[0]?.taskArn ?? ''
  await until(() => expect(first.details(taskArn).at(-1)?.lastStatus).toBe('RUNNING'))

  // The first is not closed: to the second this is as if it had been killed.
  const second = createLostTasks(join(first.site.dataFolder, 'ecs/live'))
  const events = second.take(Date.now())
  expect(events).toMatchObject([
    {
      resources: [taskArn],
      detail: {
        lastStatus: 'STOPPED',
        stopCode: 'TerminationNotice',
        version: 4,
        startedAt: expect.any(String),
        containers: [{ name: 'work', exitCode: 137, lastStatus: 'STOPPED' }],
      },
    },
  ])
  expect(second.take(Date.now())).toEqual([])
})

test('tasks that were stopped are not reported', async () => {
  const { ecs, define, site } = await setup()
  await ecs.runTask({
    cluster: 'stage',
    taskDefinition: await define('process.exit(0)'),
    networkConfiguration: NETWORK,
  })
  await until(() => expect(readdirSync(join(site.dataFolder, 'ecs/live'))).toEqual([]))
  expect(await ecs.reportLost()).toBe(0)
})
