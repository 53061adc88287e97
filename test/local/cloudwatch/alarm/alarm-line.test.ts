import { expect, test } from 'vitest'
import { alarmLine } from '../../../../local/cloudwatch/alarm/alarm-line.ts'

const lineOf = (AlarmName: string, before: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', state: 'OK' | 'ALARM') =>
  alarmLine({ properties: { AlarmName } as never, state }, { state: before })

test('an alarm that goes off or comes to rest is a line of the screen', () => {
  expect(lineOf('loads-wait', 'OK', 'ALARM')).toBe('loads-wait: OK → ALARM')
  expect(lineOf('loads-wait', 'INSUFFICIENT_DATA', 'ALARM')).toBe('loads-wait: INSUFFICIENT_DATA → ALARM')
  expect(lineOf('loads-wait', 'ALARM', 'OK')).toBe('loads-wait: ALARM → OK')
})

test('neither the first look at an alarm is, nor an alarm of a scaling policy', () => {
  expect(lineOf('loads-wait', 'INSUFFICIENT_DATA', 'OK')).toBeUndefined()
  expect(lineOf('TargetTracking-service/a/b-AlarmHigh-1', 'OK', 'ALARM')).toBeUndefined()
})
