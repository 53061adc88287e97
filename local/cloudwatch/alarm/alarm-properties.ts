import { z } from 'zod'
import { flag, number } from '../api/values.ts'
import { dimension, metricDataQuery } from '../metric/metric.ts'
import { statisticName } from '../metric/statistic.ts'

const actions = z.array(z.string()).optional()

/** An alarm as PutMetricAlarm and AWS::CloudWatch::Alarm write it. */
export const alarmProperties = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: flag.optional(),
  AlarmActions: actions,
  OKActions: actions,
  InsufficientDataActions: actions,
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Dimensions: z.array(dimension).optional(),
  Statistic: statisticName.optional(),
  Period: number.optional(),
  Unit: z.string().optional(),
  Metrics: z.array(metricDataQuery).optional(),
  EvaluationPeriods: number.pipe(z.int().min(1)),
  DatapointsToAlarm: number.pipe(z.int().min(1)).optional(),
  Threshold: number,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['missing', 'notBreaching', 'breaching', 'ignore']).optional(),
  // Cost alone.
  Tags: z.unknown().optional(),
})

export type AlarmProperties = z.infer<typeof alarmProperties>
