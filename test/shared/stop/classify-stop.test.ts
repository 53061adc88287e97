import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyStop } from '../../../shared/stop/classify-stop.ts'
import { exitCodeName } from '../../../shared/stop/exit-code-name.ts'
import type { StopClass } from '../../../shared/stop/stop-class.ts'
import { EXIT, isNormalStop } from '../../../shared/stop/stop-class.ts'
import { parseStopMessage } from '../../../shared/stop/stopped-task.ts'
import { EXIT_CODES } from '../../../shared/worker/exit-codes.ts'
import { eventNames, stopBody, stoppedTask } from './support/stop-event.ts'

const CLASSES: Readonly<Record<string, StopClass>> = {
  done: 'done',
  'bad-data': 'done',
  deploy: 'deploy',
  'scale-in': 'scale-in',
  person: 'person',
  hung: 'hung',
  spot: 'spot',
  'out-of-memory': 'out-of-memory',
  'heap-full': 'out-of-memory',
  'needs-a-person': 'application',
  bug: 'application',
  unavailable: 'application',
  'try-again': 'application',
  killed: 'killed',
  'image-pull': 'image-pull',
  secrets: 'secrets',
  'registry-unreachable': 'network',
  network: 'network',
  'no-address': 'network',
  capacity: 'capacity',
  maintenance: 'infrastructure',
  rebalanced: 'infrastructure',
  'security-agent': 'done',
  infrastructure: 'infrastructure',
  'health-check': 'health-check',
  unknown: 'unknown',
  'nothing-said': 'unknown',
}

describe('F37 F38 F81 the stop of', () => {
  test.each(Object.entries(CLASSES))('%s is %s', (name, expected) => {
    expect(classifyStop(stoppedTask(name)).class).toBe(expected)
  })
})

test('every event of events/explain-stop has its class here, or is none of a stop', () => {
  expect(eventNames().sort()).toEqual([...Object.keys(CLASSES), 'running', 'not-an-event'].sort())
  expect(parseStopMessage(stopBody('running'))).toEqual({ kind: 'not-stopped', lastStatus: 'RUNNING' })
  expect(parseStopMessage(stopBody('not-an-event'))).toMatchObject({
    kind: 'invalid',
    error: { code: 'event.invalid' },
  })
})

test.each([
  'CannotPullContainerError: inspect image has been retried 5 time(s): context deadline exceeded',
  'CannotPullImageManifestError: Error response from daemon: i/o timeout',
  'CannotCreateContainerError: API error (500): devmapper',
  'CannotStartContainerError: exec: "nodejs": executable file not found in $PATH',
])('F37 "%s" is told as the image', (stoppedReason) => {
  expect(classifyStop(stoppedTask('network', { stoppedReason })).class).toBe('image-pull')
})

test('F81 a reason of 256 KB is told in a few lines', () => {
  const { reason } = classifyStop(stoppedTask('unknown', { stoppedReason: 'x'.repeat(256 * 1024) }))
  expect(reason.length).toBeLessThan(800)
})

test('the exit code of any container that failed is told before a zero', () => {
  const containers = [
    { name: 'log-router', exitCode: 0 },
    { name: 'load-object', exitCode: 70 },
  ]
  expect(classifyStop(stoppedTask('done', { containers }))).toMatchObject({
    class: 'application',
    exitCode: 70,
  })
})

test('the container of the task is told apart from those that AWS puts beside it', () => {
  const task = stoppedTask('security-agent')
  expect(task.containers.map(({ name }) => name)).toEqual(['aws-guardduty-agent-4qjz9', 'load-object'])
  expect(task.act).toBe('load-object')
  const [agent, own] = task.containers
  const containers = [
    { ...agent, name: agent?.name ?? '', reason: 'OutOfMemoryError: Container killed due to memory usage' },
    { ...own, name: own?.name ?? '', exitCode: 69 },
  ]
  const cause = classifyStop({ ...task, containers })
  expect(cause).toMatchObject({ class: 'application', exitCode: 69 })
  expect(cause.reason).toContain('aws-guardduty-agent-4qjz9: OutOfMemoryError')
})

test.each([
  ['TerminationNotice', 'Your Spot Task was interrupted.', 'spot'],
  [
    'ServiceSchedulerInitiated',
    'Service stevedore-prod-load-queue: ECS is performing maintenance on the underlying infrastructure hosting the task',
    'infrastructure',
  ],
  ['ServiceSchedulerInitiated', 'Something that is not written yet', 'unknown'],
  [
    'TaskFailedToStart',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/r/t is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
    'image-pull',
  ],
  [
    'TaskFailedToStart',
    'You’ve reached the limit on the number of vCPUs you can run concurrently',
    'capacity',
  ],
  [
    'TaskFailedToStart',
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: dial tcp 10.0.1.7:443: i/o timeout',
    'network',
  ],
] as const)('of code %s, "%s" is %s', (stopCode, stoppedReason, expected) => {
  expect(classifyStop(stoppedTask('killed', { stopCode, stoppedReason })).class).toBe(expected)
})

test('a container that never ran is told by its reason, whatever the stop code', () => {
  const reason =
    'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task'
  const containers = [{ name: 'load-object', reason }]
  expect(classifyStop(stoppedTask('killed', { containers })).class).toBe('image-pull')
  expect(classifyStop(stoppedTask('killed', { containers: [{ name: 'load-object' }] })).class).toBe('unknown')
})

test.each([
  ['Your Spot Task was interrupted.', 'spot'],
  ['Task stopped by user', 'person'],
  ['Host EC2 (instance i-0a1b2c3d) terminated.', 'infrastructure'],
  ['Essential container in task exited', 'killed'],
] as const)('without a stop code "%s" is %s', (stoppedReason, expected) => {
  const { stopCode: _left, ...task } = stoppedTask('killed', { stoppedReason })
  expect(classifyStop(task).class).toBe(expected)
})

test('F81 no event makes it throw, and what it does not know is unknown', () => {
  const event = fc.record({
    stopCode: fc.option(fc.string(), { nil: undefined }),
    stoppedReason: fc.string({ unit: 'binary' }),
    containers: fc.array(
      fc.record(
        { name: fc.string(), exitCode: fc.integer(), reason: fc.string() },
        { requiredKeys: ['name'] },
      ),
    ),
  })
  fc.assert(
    fc.property(event, (otherwise) => {
      const { stopCode: _left, ...task } = stoppedTask('killed')
      const { stopCode, ...rest } = otherwise
      const cause = classifyStop({ ...task, ...rest, ...(stopCode === undefined ? {} : { stopCode }) })
      expect(cause.reason).not.toContain('\n')
      if (stopCode !== undefined && rest.containers.length === 0) expect(isNormalStop(cause)).toBe(false)
    }),
  )
})

test('AWS taking a task that was done is a normal stop; taking one at work is not', () => {
  const spot = (exitCode: number) => ({ class: 'spot', exitCode, reason: '' }) as const
  expect(isNormalStop(spot(0))).toBe(true)
  expect(isNormalStop(spot(143))).toBe(false)
})

test('the exit codes are those of the workers, each with a name', () => {
  expect(EXIT).toMatchObject(EXIT_CODES)
  for (const code of Object.values(EXIT)) expect(exitCodeName(code)).not.toBe(exitCodeName(1))
})
