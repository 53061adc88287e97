import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALARM_METRICS } from '../../bench/cost/idle.ts'
import { METRICS, NAMESPACE } from '../../shared/metric/metrics.ts'
import { packagedTemplate, resourcesOf } from './template.ts'

/** CloudWatch: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const DESCRIPTION_CHARACTERS_MAX = 1024

const template = packagedTemplate('local')
const told = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(
  ([, { Properties }]) => JSON.stringify(Properties.AlarmActions) === '[{"Ref":"Topic"}]',
)

interface Metric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[]
}

function metricsOf(properties: { Metrics?: { MetricStat?: { Metric: Metric } }[] } & Metric): Metric[] {
  return (properties.Metrics ?? [{ MetricStat: { Metric: properties } }]).flatMap(({ MetricStat }) =>
    MetricStat ? [MetricStat.Metric] : [],
  )
}

function queuesWith(metric: string): string[] {
  return told
    .flatMap(([, { Properties }]) => metricsOf(Properties))
    .filter(({ MetricName }) => MetricName === metric)
    .map(subjectOf)
}

/** The resource that a metric is about: its only dimension refers to it. */
function subjectOf({ Dimensions }: Metric): string {
  const [name] = Object.values(Dimensions[0]?.Value ?? {}).flat()
  return String(name)
}

test('every queue is watched: a dead-letter queue for what lies in it, any other for how long it waits', () => {
  const queues = resourcesOf(template, 'AWS::SQS::Queue').map(([name]) => name)
  const dead = queues.filter((name) => name.endsWith('DeadLetter'))
  expect(queuesWith('ApproximateNumberOfMessagesVisible').toSorted()).toEqual(dead.toSorted())
  expect(queuesWith('ApproximateAgeOfOldestMessage').toSorted()).toEqual(
    queues.filter((name) => !dead.includes(name)).toSorted(),
  )
})

test('every function is watched for errors and throttles, and every table for throttles', () => {
  const watched = told.flatMap(([, { Properties }]) => metricsOf(Properties))
  const of = (namespace: string, metric: string) =>
    watched
      .filter(({ Namespace, MetricName }) => Namespace === namespace && MetricName === metric)
      .map(subjectOf)
      .toSorted()
  const named = (type: string) =>
    resourcesOf(template, type)
      .map(([name]) => name)
      .toSorted()
  expect(of('AWS/Lambda', 'Errors')).toEqual(named('AWS::Lambda::Function'))
  expect(of('AWS/Lambda', 'Throttles')).toEqual(named('AWS::Lambda::Function'))
  expect(of('AWS/DynamoDB', 'WriteThrottleEvents')).toEqual(named('AWS::DynamoDB::Table'))
})

test('the costs of an idle stack count each metric that an alarm looks at', () => {
  expect(told.flatMap(([, { Properties }]) => metricsOf(Properties))).toHaveLength(ALARM_METRICS)
})

test('the page on operations has a section for each alarm, and for no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  const [, section = ''] = page.split('\n## Alarms\n')
  const headings = [...(section.split('\n## ')[0] ?? '').matchAll(/^### (.+)$/gm)].map(([, name]) => name)
  const named = told.map(([, { Properties }]) => /"([^"]+)"\.$/.exec(Properties.AlarmDescription)?.[1])
  expect(headings.toSorted()).toEqual([...new Set(named)].toSorted())
})

describe.each(told)('%s', (_name, { Properties }) => {
  test('says what happened, what to do, and where more is written', () => {
    const { AlarmDescription: text, AlarmName: name } = Properties
    expect(text).toMatch(
      /^[A-Z][^\n]+\n\nWhat you should do: [^\n]+\n\nMore: docs\/operations\.md, "[^"]+"\.$/,
    )
    expect(text.length).toBeLessThanOrEqual(DESCRIPTION_CHARACTERS_MAX)
    expect(text).not.toMatch(/[{}]/)
    expect(name).toMatch(/^stevedore-local-/)
  })

  test('looks at figures of the application only where something counts them so', () => {
    for (const { Namespace, MetricName, Dimensions } of metricsOf(Properties)) {
      if (Namespace !== NAMESPACE) continue
      const names = Dimensions.map(({ Name }) => Name)
      const counted = Object.values(METRICS).filter(
        ({ dimensions, units }) => MetricName in units && String(dimensions) === String(names),
      )
      expect(counted, `${MetricName} by ${names}`).toHaveLength(1)
    }
  })
})
