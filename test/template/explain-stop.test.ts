import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compilePattern } from '../../local/events/pattern/compile-pattern.ts'
import { root } from '../system/variants.ts'
import { packagedTemplate, resourcesOf } from './template.ts'

const template = packagedTemplate('local')
const CLUSTER = 'arn:aws:ecs:us-east-1:000000000000:cluster/stevedore-local'

test('the rule takes the stops of tasks of the cluster, and nothing else', () => {
  const pattern = JSON.stringify(template.Resources.StoppedTask?.Properties.EventPattern)
  const matches = compilePattern(pattern.replace('{"Fn::GetAtt":["Cluster","Arn"]}', `"${CLUSTER}"`))
  const folder = join(root, 'events', 'explain-stop')
  for (const file of readdirSync(folder)) {
    const [record] = JSON.parse(readFileSync(join(folder, file), 'utf8')).Records
    const event = JSON.parse(record.body)
    expect(matches(event), file).toBe(!['running.json', 'not-an-event.json'].includes(file))
    if (event.detail.clusterArn) event.detail.clusterArn = `${CLUSTER}-of-others`
    expect(matches(event), file).toBe(false)
  }
})

test('an event stays hidden six times as long as its function may run, and its batch waits for the log', () => {
  const mapping = resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .find(({ EventSourceArn }) => EventSourceArn['Fn::GetAtt'][0] === 'Stops')
  expect(mapping).toMatchObject({
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumBatchingWindowInSeconds: 3,
    ScalingConfig: { MaximumConcurrency: 2 },
  })
  const { Timeout } = template.Resources.ExplainDashstopLambdaFunction?.Properties ?? {}
  expect(template.Resources.Stops?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout)
})

test('what tells that a stop was told is removed in time; loads never are', () => {
  expect(template.Resources.Ledger?.Properties.TimeToLiveSpecification).toEqual({
    AttributeName: 'forgetAt',
    Enabled: true,
  })
})

test('a service that wants tasks and has none is told, though no task stops', () => {
  const alarm = template.Resources.LoadQueueTasksAlarm?.Properties
  expect(alarm).toMatchObject({ EvaluationPeriods: 5, AlarmActions: [{ Ref: 'Topic' }] })
  expect(alarm.Metrics.map(({ Expression }: { Expression?: string }) => Expression).filter(Boolean)).toEqual([
    'IF(FILL(desired, 0) > 0 AND FILL(running, 0) < 1, 1, 0)',
  ])
})
