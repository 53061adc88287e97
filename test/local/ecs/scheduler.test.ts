import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createScheduler } from '../../../local/ecs/service/scheduler.ts'

// One running task that becomes healthy, looked at by a clock that moves on between two looks.

test.each(Array.from({ length: 30 }, (_, shift) => shift))(
  'a task that turns healthy in the middle of a look is not waited for forever (shift %i)',
  async (shift) => {
    const { deployment, timers, wake, fire } = setup(shift)
    wake()
    await turn()
    while (timers.length > 0) await fire()
    expect(deployment.rolloutState).toBe('COMPLETED')
  },
)

function setup(shift: number) {
  let base = 0
  let looks = 0
  const timers: { at: number; wake: () => void }[] = []
  const clock = {
    now: () => base + ((looks++ * 7 + shift) % 3),
    sleep: (ms: number) => new Promise<void>((wake) => timers.push({ at: base + ms, wake })),
  }
  const cluster = { arn: 'cluster' }
  const task = {
    id: 'task',
    group: 'service:name',
    cluster,
    startedBy: 'deployment',
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    createdAt: 0,
    startedAt: 0,
  }
  const deployment = { id: 'deployment', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', definition: {} }
  const service = {
    arn: 'service',
    name: 'name',
    cluster,
    desiredCount: 1,
    deployments: [deployment],
    events: [],
    settings: { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 } },
  } as never
  const site = { clock, fastClock: clock, region: 'region', accountId: '0', logs: { say: () => {} } } as never
  const deps = {
    tasks: { onChange: () => {}, all: () => [task] },
    events: { add: () => {} },
    services: () => [service],
  } as never
  const scheduler = createScheduler(site, deps)
  return {
    deployment,
    timers,
    wake: () => scheduler.wake(service),
    /** The next timer, a moment before its time: timers round down. */
    async fire() {
      const next = timers.shift()
      base = Math.max(base + 1, (next?.at ?? 0) - 1)
      next?.wake()
      await turn()
      await turn()
    },
  }
}
