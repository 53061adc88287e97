import { expect, test } from 'vitest'
import { settleDeployments } from '../../../local/ecs/service/rollout.ts'

const FAILED_AT = 100

test.each([
  { task: 'became healthy since the last failure', since: FAILED_AT + 1, breaker: {}, failedTasks: 0 },
  { task: 'was healthy before it', since: FAILED_AT - 1, breaker: {}, failedTasks: 2 },
  { task: 'is not healthy', since: undefined, breaker: {}, failedTasks: 2 },
  {
    task: 'became healthy, which is to count for nothing',
    since: FAILED_AT + 1,
    breaker: { resetOnHealthyTask: false },
    failedTasks: 2,
  },
])('beside a task that $task, $failedTasks failed tasks are counted', ({ since, breaker, failedTasks }) => {
  const { service, primary, settle } = setup({ breaker, failedTasks: 2 })
  settle(since)
  expect(primary.failedTasks).toBe(failedTasks)
  expect(service.deployments[0]).toBe(primary)
})

test('a deployment that fails is rolled back to the last one that completed', () => {
  const { service, primary, before, said, settle } = setup({ failedTasks: 3 })
  settle(undefined)
  expect(primary.rolloutState).toBe('FAILED')
  expect(service.deployments).toEqual([before, primary])
  expect(before).toMatchObject({
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId before.',
    failedTasks: 0,
  })
  expect(said).toEqual(['service load-queue: the tasks of work:2 fail, going back to work:1'])
})

test.each([
  ['is still on its way back itself', { state: 'IN_PROGRESS' as const }],
  ['is there, but rollback is off', { breaker: { rollback: false } }],
])('a deployment that fails stalls where the one before %s', (_, options) => {
  const { service, primary, said, settle } = setup({ failedTasks: 3, ...options })
  settle(undefined)
  expect(primary.rolloutState).toBe('FAILED')
  expect(service.deployments[0]).toBe(primary)
  expect(said).toEqual([expect.stringContaining('nothing is started until the next deploy')])
})

/** A second deployment on its way, with one task, and a first that came to `state` before. */
function setup(options: {
  failedTasks: number
  state?: 'COMPLETED' | 'IN_PROGRESS'
  breaker?: { resetOnHealthyTask?: boolean; rollback?: boolean }
}) {
  const deployment = (id: string, revision: number, more: object) => ({
    id,
    definition: { family: 'work', revision },
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    ...more,
  })
  const primary = deployment('primary', 2, { failedTasks: options.failedTasks, lastFailureAt: FAILED_AT })
  const before = deployment('before', 1, { rolloutState: options.state ?? 'COMPLETED', failedTasks: 1 })
  const service = {
    name: 'load-queue',
    arn: 'service',
    desiredCount: 2,
    deployments: [primary, before],
    lastCompleted: before,
    events: [],
    settings: {
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true, ...options.breaker },
      },
    },
  }
  const said: string[] = []
  const tasks = [{ startedBy: 'primary' }, { startedBy: 'before' }] as never
  const site = { clock: { now: () => 1000 }, logs: { say: (_: string, line: string) => said.push(line) } }
  return {
    service,
    primary,
    before,
    said,
    settle: (since: number | undefined) =>
      settleDeployments(service as never, tasks, {
        site: site as never,
        events: { add: () => {} } as never,
        healthySince: ({ startedBy }) => (startedBy === 'primary' ? since : undefined),
      }),
  }
}
