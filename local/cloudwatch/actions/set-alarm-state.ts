import { z } from 'zod'
import { action } from '../api/action.ts'
import type { Context } from './context.ts'

export function setAlarmState({ alarms }: Context) {
  return action({
    name: 'SetAlarmState',
    input: z.strictObject({
      AlarmName: z.string(),
      StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
      StateReason: z.string(),
      StateReasonData: z.string().optional(),
    }),
    run: ({ AlarmName, StateValue, StateReason, StateReasonData }) => {
      alarms.setState(AlarmName, StateValue, StateReason, StateReasonData)
      return undefined
    },
  })
}
