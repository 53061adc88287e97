import { alarmProperties } from '../alarm/alarm-properties.ts'
import { action } from '../api/action.ts'
import type { Context } from './context.ts'

export function putMetricAlarm({ alarms }: Context) {
  return action({
    name: 'PutMetricAlarm',
    input: alarmProperties,
    run: (properties) => {
      alarms.put(properties, 'call')
      return undefined
    },
  })
}
