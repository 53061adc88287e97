import { describe, expect, test } from 'vitest'
import type { AlarmState } from '../../../../local/cloudwatch/alarm/alarm.ts'
import type { AlarmProperties } from '../../../../local/cloudwatch/alarm/alarm-properties.ts'
import { judge } from '../../../../local/cloudwatch/alarm/judge.ts'

type Treat = NonNullable<AlarmProperties['TreatMissingData']>

/** 0 is within the threshold, X breaches it, - is missing; the newest comes last, as in CloudWatch's documentation. */
function judged(points: string, needed: number, treat: Treat, current: AlarmState = 'OK'): AlarmState {
  const range = points.split(' ').map((point) => (point === '-' ? undefined : point === 'X' ? 9 : 0))
  return judge(
    {
      EvaluationPeriods: 3,
      DatapointsToAlarm: needed,
      TreatMissingData: treat,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    range,
    current,
  )
}

const KEPT = 'kept'

describe('an alarm of three periods', () => {
  test.each([
    // All three must breach.
    [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    [3, '- - - - -', 'INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK'],
    [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, '- - X - -', 'ALARM', KEPT, 'ALARM', 'OK'],
    // Two of the three.
    [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - X -', 'ALARM', KEPT, 'ALARM', 'OK'],
  ] as const)(
    '%d to alarm: %s is %s by missing, %s by ignore, %s by breaching, %s by notBreaching',
    (needed, points, missing, ignore, breaching, notBreaching) => {
      for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
        const or = (state: AlarmState | typeof KEPT) => (state === KEPT ? current : state)
        expect(judged(points, needed, 'missing', current)).toBe(or(missing))
        expect(judged(points, needed, 'ignore', current)).toBe(or(ignore))
        expect(judged(points, needed, 'breaching', current)).toBe(or(breaching))
        expect(judged(points, needed, 'notBreaching', current)).toBe(or(notBreaching))
      }
    },
  )

  test('does not alarm before the next datapoints had time to come', () => {
    expect(judged('- - - - X', 3, 'missing')).toBe('OK')
    expect(judged('- - - X -', 3, 'missing')).toBe('OK')
    expect(judged('- - X - -', 3, 'missing')).toBe('ALARM')
  })

  test('looks at the newest datapoints alone where there are enough', () => {
    expect(judged('X X 0 0 0', 1, 'missing')).toBe('OK')
    expect(judged('X 0 0 X X', 2, 'missing')).toBe('ALARM')
  })
})

test.each([
  ['GreaterThanThreshold', 5, 'OK'],
  ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
  ['LessThanThreshold', 5, 'OK'],
  ['LessThanOrEqualToThreshold', 5, 'ALARM'],
  ['LessThanThreshold', 4, 'ALARM'],
  ['GreaterThanThreshold', 6, 'ALARM'],
] as const)('%s of 5 with a datapoint of %d is %s', (ComparisonOperator, value, state) => {
  expect(judge({ EvaluationPeriods: 1, Threshold: 5, ComparisonOperator }, [value], 'OK')).toBe(state)
})
