import { z } from 'zod'
import type { Alarm } from '../alarm/alarm.ts'
import { action } from '../api/action.ts'
import { number } from '../api/values.ts'
import type { Context } from './context.ts'

export function describeAlarms({ alarms }: Context) {
  return action({
    name: 'DescribeAlarms',
    input: z.strictObject({
      AlarmNames: z.array(z.string()).optional(),
      AlarmNamePrefix: z.string().optional(),
      AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).optional(),
      StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
      ActionPrefix: z.string().optional(),
      // One answer holds all of them.
      MaxRecords: number.optional(),
    }),
    run: ({ AlarmNames, AlarmNamePrefix = '', AlarmTypes, StateValue, ActionPrefix = '' }) => {
      const found = alarms
        .list()
        .filter(
          ({ properties, state }) =>
            (AlarmNames === undefined || AlarmNames.includes(properties.AlarmName)) &&
            properties.AlarmName.startsWith(AlarmNamePrefix) &&
            (StateValue === undefined || state === StateValue) &&
            (ActionPrefix === '' || properties.AlarmActions?.some((arn) => arn.startsWith(ActionPrefix))),
        )
      const wanted = AlarmTypes === undefined || AlarmTypes.includes('MetricAlarm')
      return { MetricAlarms: wanted ? found.map(describeAlarm) : [], CompositeAlarms: [] }
    },
  })
}

function describeAlarm({ properties, ...alarm }: Alarm) {
  const { Tags: _, ...given } = properties
  return {
    ...given,
    AlarmArn: alarm.arn,
    ActionsEnabled: properties.ActionsEnabled ?? true,
    AlarmActions: properties.AlarmActions ?? [],
    OKActions: properties.OKActions ?? [],
    InsufficientDataActions: properties.InsufficientDataActions ?? [],
    Dimensions: properties.Dimensions ?? [],
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateUpdatedAt),
  }
}
