import { expect, test } from 'vitest'
import { embeddedMetrics } from '../../../../local/cloudwatch/metric/embedded-metrics.ts'

const line = (fields: object, ...directives: object[]) =>
  JSON.stringify({ message: 'm', ...fields, _aws: { Timestamp: 1, CloudWatchMetrics: directives } })

const rows = {
  Namespace: 'N',
  Dimensions: [['Stack', 'Dataset']],
  Metrics: [{ Name: 'Rows', Unit: 'Count' }],
}

test('a line gives each metric that it names, with its dimensions', () => {
  expect(embeddedMetrics(line({ Stack: 's', Dataset: 'd', Rows: 3 }, rows))).toEqual([
    {
      metric: {
        Namespace: 'N',
        MetricName: 'Rows',
        Dimensions: [
          { Name: 'Stack', Value: 's' },
          { Name: 'Dataset', Value: 'd' },
        ],
      },
      point: { count: 1, sum: 3, minimum: 3, maximum: 3 },
    },
  ])
})

test('several sets of dimensions are as many metrics, and a list of values is one point', () => {
  const both = { ...rows, Dimensions: [['Stack'], []] }
  const found = embeddedMetrics(line({ Stack: 's', Rows: [1, 5] }, both))
  expect(found.map(({ metric }) => metric.Dimensions)).toEqual([[{ Name: 'Stack', Value: 's' }], []])
  expect(found[0]?.point).toEqual({ count: 2, sum: 6, minimum: 1, maximum: 5 })
})

test.each(['plain _aws', '{"message":"m"}', '{half a "line'])('%s carries none', (text) => {
  expect(embeddedMetrics(text)).toEqual([])
})

test.each([
  [line({ Dataset: 'd', Rows: 3 }, rows), 'The dimension Stack is undefined'],
  [line({ Stack: 's', Dataset: 'd', Rows: 'many' }, rows), 'The metric Rows is "many"'],
  ['{"_aws":{}}', 'CloudWatchMetrics'],
])('%s is an error that says what is missing', (text, fault) => {
  expect(() => embeddedMetrics(text)).toThrow(fault)
})
