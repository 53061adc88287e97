import { expect, test } from 'vitest'
import { embeddedMetrics, metricsOf } from '../../../shared/metric/embedded-metrics.ts'
import { metricFields } from '../../../shared/metric/metric-fields.ts'

const stop = metricsOf('stop', { Stack: 's', Class: 'killed' }, { TasksStopped: 1 })
const failure = metricsOf('failure', { Stack: 's' }, { LoadsFailed: 2 })

test('a line names its metrics with namespace, dimensions and unit, and holds them beside it', () => {
  expect(embeddedMetrics(5, stop)).toEqual({
    _aws: {
      Timestamp: 5,
      CloudWatchMetrics: [
        {
          Namespace: 'Stevedore',
          Dimensions: [['Stack', 'Class']],
          Metrics: [{ Name: 'TasksStopped', Unit: 'Count' }],
        },
      ],
    },
    Stack: 's',
    Class: 'killed',
    TasksStopped: 1,
  })
})

test('groups of one line keep their own dimensions', () => {
  const { _aws, ...fields } = embeddedMetrics(5, stop, failure)
  expect(_aws).toMatchObject({
    CloudWatchMetrics: [{ Dimensions: [['Stack', 'Class']] }, { Dimensions: [['Stack']] }],
  })
  expect(fields).toEqual({ Stack: 's', Class: 'killed', TasksStopped: 1, LoadsFailed: 2 })
})

test('figures that are not there are not named', () => {
  const { _aws } = embeddedMetrics(
    5,
    metricsOf('load', { Stack: 's', Dataset: 'd' }, { FilesLoaded: 1, BytesLoaded: 9 }),
  )
  expect(_aws).toMatchObject({
    CloudWatchMetrics: [
      {
        Metrics: [
          { Name: 'FilesLoaded', Unit: 'Count' },
          { Name: 'BytesLoaded', Unit: 'Bytes' },
        ],
      },
    ],
  })
})

test('without figures a line carries nothing for CloudWatch', () => {
  expect(embeddedMetrics(5)).toEqual({})
})

test('what is there for CloudWatch alone is told apart from what people read', () => {
  const line = { message: 'm', object: 'o', ...embeddedMetrics(5, stop, failure) }
  expect([...metricFields(line)].sort()).toEqual(['Class', 'LoadsFailed', 'Stack', 'TasksStopped', '_aws'])
  expect(metricFields({ message: 'm' }).size).toBe(0)
})
