import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { taskCost } from '../../bench/cost/task-cost.ts'
import { fromZero } from '../../bench/scaling/from-zero.ts'
import { packagedScaling, type Scaling } from '../../bench/scaling/packaged-scaling.ts'
import { simulate } from '../../bench/scaling/simulate.ts'
import { createTasks } from '../../bench/scaling/tasks.ts'
import { createWaits } from '../../bench/scaling/waits.ts'
import type { Workload } from '../../bench/scaling/workloads.ts'

/** As a template writes it. */
const SERVICE_ID = ['service/', '{Cluster}/', '{LoadQueueService.Name}'].join('$')
const dimensions = [{ Name: 'QueueName', Value: 'Loads' }]
const scaling: Scaling = {
  target: {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: 'service/Cluster/LoadQueueService',
    MinCapacity: 1,
    MaxCapacity: 5,
  },
  policies: [
    {
      PolicyName: 'messages',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 10,
        ScaleOutCooldown: 60,
        ScaleInCooldown: 60,
        CustomizedMetricSpecification: {
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: dimensions,
          Statistic: 'Average',
        },
      },
    },
  ],
  alarms: [],
}
const burst: Workload = {
  name: 'burst',
  isBurst: true,
  seconds: 3_600,
  filesAt: (second) => (second === 0 ? 10_000 : 0),
}

test('files are done in the order in which they came, and each waits for its own time', () => {
  const waits = createWaits()
  waits.arrive(2, 0)
  waits.arrive(2, 5)
  expect(waits.finish(3, 9)).toBe(3)
  expect(waits.finish(9, 10)).toBe(1)
  expect([waits.within(0.25), waits.within(0.75), waits.within(1)]).toEqual([5, 10, 10])
})

test('a task works once it has started, and is billed from its launch for a minute at the least', () => {
  const tasks = createTasks()
  tasks.bring(1, 100)
  expect([tasks.running(144), tasks.running(160)]).toEqual([0, 1])
  tasks.bring(0, 130)
  expect(tasks.seconds(1_000, 60)).toBe(60)
})

test('a fixed fleet drains a burst at its own rate', () => {
  const fleet = { name: 'two', kind: 'fixed', tasks: 2 } as const
  const outcome = simulate(burst, fleet, 10)
  expect(outcome).toMatchObject({ drainedSeconds: 500, p50Seconds: 250, maxSeconds: 500, taskHours: 2 })
  expect(outcome.usd).toBeCloseTo(taskCost(7_200), 10)
})

test('a policy brings tasks for a burst, after its alarm and their start, and takes them away again', () => {
  const outcome = simulate(burst, { name: 'scaled', kind: 'scaled', scaling }, 10)
  expect(outcome.tasksMax).toBe(5)
  // Three minutes of the alarm, one for the metrics, one for the tasks; then 50 files a second.
  expect(outcome.drainedSeconds).toBeGreaterThan(4 * 60)
  expect(outcome.drainedSeconds).toBeLessThan(9 * 60)
  expect(outcome.taskHours).toBeLessThan(4)
})

test('the scaling of a template has the names of what it refers to, and with it a policy for a first task', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-scaling-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const template = {
    Resources: {
      Target: {
        Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        Properties: {
          ResourceId: { 'Fn::Sub': SERVICE_ID },
          MinCapacity: 2,
        },
      },
      Backlog: {
        Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
        Properties: { PolicyName: 'backlog', Dimensions: [{ 'Fn::GetAtt': ['Loads', 'QueueName'] }] },
      },
    },
  }
  writeFileSync(join(folder, 'cloudformation-template-update-stack.json'), JSON.stringify(template))
  const found = packagedScaling(folder)
  expect(found.target).toEqual({ ResourceId: 'service/Cluster/LoadQueueService', MinCapacity: 2 })
  expect(found.policies).toEqual([{ PolicyName: 'backlog', Dimensions: ['Loads'] }])
  const resting = fromZero(found)
  expect(resting.target).toMatchObject({ MinCapacity: 0 })
  expect(resting.policies.map(({ PolicyName }) => PolicyName)).toEqual(['backlog', 'first-task'])
  expect(JSON.stringify(resting.alarms)).toContain('{"Name":"ServiceName","Value":"LoadQueueService"}')
})
