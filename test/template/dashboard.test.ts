import { expect, test } from 'vitest'
import { METRICS, NAMESPACE } from '../../shared/metric/metrics.ts'
import { CLASS_WORDS } from '../../shared/stop/class-words.ts'
import { packagedTemplate } from './template.ts'

// Each line of the dashboard is a metric that something really tells: ours by what the code counts, AWS's by its pages.

/** What AWS tells, by the dimensions under which it does. */
const OF_AWS: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS QueueName': [
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesVisible',
    'ApproximateNumberOfMessagesNotVisible',
    'NumberOfMessagesSent',
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda FunctionName': ['Errors', 'Throttles', 'Invocations'],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  'AWS/DynamoDB TableName': [
    'ConsumedReadCapacityUnits',
    'ConsumedWriteCapacityUnits',
    'ReadThrottleEvents',
    'WriteThrottleEvents',
  ],
  'AWS/DynamoDB TableName,GlobalSecondaryIndexName': [
    'ConsumedReadCapacityUnits',
    'ConsumedWriteCapacityUnits',
  ],
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
  'AWS/ECS ClusterName,ServiceName': ['CPUUtilization', 'MemoryUtilization'],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
  'ECS/ContainerInsights ClusterName': ['CpuReserved', 'MemoryReserved', 'TaskCount'],
  'ECS/ContainerInsights ClusterName,ServiceName': ['DesiredTaskCount', 'RunningTaskCount'],
}

const told = new Set([
  ...Object.entries(OF_AWS).flatMap(([place, names]) => names.map((name) => `${place} ${name}`)),
  ...Object.values(METRICS).flatMap(({ dimensions, units }) =>
    Object.keys(units).map((name) => `${NAMESPACE} ${dimensions} ${name}`),
  ),
])

type Line = readonly (
  | string
  | { readonly expression?: string; readonly id?: string; readonly visible?: boolean }
)[]

interface Widget {
  readonly type: 'text' | 'alarm' | 'metric'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: {
    readonly title?: string
    readonly metrics?: readonly Line[]
    readonly alarms?: string[]
  }
}

const template = packagedTemplate('local')
const text: string = template.Resources.Dashboard?.Properties.DashboardBody['Fn::Sub']
const { widgets } = JSON.parse(text) as { widgets: Widget[] }
const lines = widgets.flatMap(({ properties }) => properties.metrics ?? [])

/** Namespace, name, and dimensions with their values. */
function metricOf(line: Line) {
  const [namespace, name, ...rest] = line.filter((part): part is string => typeof part === 'string')
  const dimensions = rest.filter((_part, place) => place % 2 === 0)
  return { namespace, name, dimensions, values: rest.filter((_part, place) => place % 2 === 1) }
}

const metrics = lines.map(metricOf).filter(({ name }) => name !== undefined)

test('every metric that the dashboard names is told by something', () => {
  for (const { namespace, name, dimensions } of metrics)
    expect(told, `${name} of ${namespace} by ${dimensions}`).toContain(`${namespace} ${dimensions} ${name}`)
})

test('every resource that it names is in the template', () => {
  for (const [, name = ''] of text.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g))
    expect(template.Resources).toHaveProperty(name)
})

test('every figure of the loads, launches and failures is drawn, for each dataset', () => {
  const drawn = metrics.map(({ name, values }) => [name, ...values].join(' '))
  const stack = 'stevedore-local'
  for (const dataset of ['airports', 'unemployment', 'zipcodes'])
    for (const name of Object.keys(METRICS.load.units)) expect(drawn).toContain(`${name} ${stack} ${dataset}`)
  for (const group of ['failure', 'launch'] as const)
    for (const name of Object.keys(METRICS[group].units)) expect(drawn).toContain(`${name} ${stack}`)
})

test('stops are drawn by every cause but the normal ones', () => {
  const drawn = metrics.filter(({ name }) => name === 'TasksStopped').map(({ values }) => values[1])
  const causes = Object.keys(CLASS_WORDS).filter((cause) => !['done', 'deploy', 'scale-in'].includes(cause))
  expect(drawn.toSorted()).toEqual(causes.toSorted())
})

test('every alarm is on it', () => {
  const shown = widgets
    .flatMap(({ properties }) => properties.alarms ?? [])
    .map((arn) => arn.slice(2, -'.Arn}'.length))
  const told = Object.entries(template.Resources)
    .filter(([, { Properties }]) => JSON.stringify(Properties?.AlarmActions) === '[{"Ref":"Topic"}]')
    .map(([name]) => name)
  expect(shown.toSorted()).toEqual(told.toSorted())
})

test('an expression is of lines that stand beside it', () => {
  for (const { properties } of widgets) {
    const options = (properties.metrics ?? []).flatMap((line) =>
      line.filter((part) => typeof part === 'object'),
    )
    const ids = options.map(({ id }) => id)
    for (const { expression = '' } of options)
      for (const [word] of expression.matchAll(/[a-z]\w*/g)) expect(ids, expression).toContain(word)
  }
})

test('widgets stand beside and below each other, none over another', () => {
  const cells = widgets.flatMap(({ x, y, width, height }) =>
    Array.from(
      { length: width * height },
      (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
    ),
  )
  expect(new Set(cells).size).toBe(cells.length)
  for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24)
})
