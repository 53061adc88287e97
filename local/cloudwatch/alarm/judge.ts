import type { AlarmState } from './alarm.ts'
import type { AlarmProperties } from './alarm-properties.ts'

// CloudWatch looks further back than the evaluation periods, so that data that comes late still counts; its own
// example looks at five periods for three (alarms-and-missing-data.html).
const PERIODS_MORE = 2

export function evaluationRange({ EvaluationPeriods }: Pick<AlarmProperties, 'EvaluationPeriods'>): number {
  return EvaluationPeriods + PERIODS_MORE
}

/**
 * The state that the datapoints of the evaluation range give, oldest first. Missing ones are filled only as far as there
 * are fewer real ones than evaluation periods.
 */
export function judge(
  alarm: Pick<
    AlarmProperties,
    'EvaluationPeriods' | 'DatapointsToAlarm' | 'TreatMissingData' | 'Threshold' | 'ComparisonOperator'
  >,
  range: readonly (number | undefined)[],
  current: AlarmState,
): AlarmState {
  const {
    EvaluationPeriods: periods,
    DatapointsToAlarm: needed = periods,
    TreatMissingData = 'missing',
  } = alarm
  const real = range.filter((value) => value !== undefined).slice(-periods)
  const breaching = real.filter((value) => breaches(alarm, value)).length
  const filled = periods - real.length
  if (breaching >= needed) return 'ALARM'
  if (filled === 0 || TreatMissingData === 'notBreaching') return 'OK'
  if (TreatMissingData === 'breaching') return breaching + filled >= needed ? 'ALARM' : 'OK'
  if (real.length === 0) return TreatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : current
  if (breaching < real.length) return 'OK'
  // Only breaching ones are there, too few. They alarm once the oldest has had time enough to be followed by others.
  const oldest = range.length - range.findIndex((value) => value !== undefined)
  return TreatMissingData === 'missing' && oldest >= needed ? 'ALARM' : current
}

export function breaches(
  { Threshold, ComparisonOperator }: Pick<AlarmProperties, 'Threshold' | 'ComparisonOperator'>,
  value: number,
): boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold
    case 'GreaterThanThreshold':
      return value > Threshold
    case 'LessThanThreshold':
      return value < Threshold
    case 'LessThanOrEqualToThreshold':
      return value <= Threshold
  }
}
