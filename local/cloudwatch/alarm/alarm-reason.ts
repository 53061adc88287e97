import type { AlarmState } from './alarm.ts'
import type { AlarmProperties } from './alarm-properties.ts'
import { breaches } from './judge.ts'

const COMPARED: Readonly<Record<AlarmProperties['ComparisonOperator'], string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
}

/** The sentence that CloudWatch gives for a state, of the datapoints that decided. */
export function alarmReason(
  alarm: AlarmProperties,
  state: AlarmState,
  range: readonly (number | undefined)[],
): string {
  const { EvaluationPeriods: periods, DatapointsToAlarm: needed = periods, Threshold } = alarm
  const recent = range.filter((value) => value !== undefined).slice(-periods)
  const missing = periods - recent.length
  if (state === 'INSUFFICIENT_DATA' || recent.length === 0) {
    return state === 'INSUFFICIENT_DATA'
      ? `Insufficient Data: ${missing} datapoints were unknown.`
      : `Threshold Crossed: no datapoints were received for ${periods} periods and ${missing} missing datapoints were treated as [${state === 'ALARM' ? 'Breaching' : 'NonBreaching'}].`
  }
  const breaching = recent.filter((value) => breaches(alarm, value))
  const told =
    state === 'ALARM' && breaching.length > 0 ? breaching : recent.filter((value) => !breaches(alarm, value))
  const shown = (told.length > 0 ? told : recent).map((value) => String(value)).join(', ')
  const were = state === 'ALARM' ? '' : ' not'
  const to = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'
  return `Threshold Crossed: ${Math.max(told.length, 1)} out of the last ${periods} datapoints [${shown}] ${told.length === 1 ? 'was' : 'were'}${were} ${COMPARED[alarm.ComparisonOperator]} the threshold (${Threshold}) (minimum ${needed} datapoint${needed === 1 ? '' : 's'} for ${to} transition).`
}
