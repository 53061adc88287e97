import type { ResourceType } from '../plugin.ts'
import { type AlarmProperties, alarmProperties } from './alarm/alarm-properties.ts'
import type { Alarms } from './alarm/alarms.ts'

const NAME_LENGTH_MAX = 255

const properties = alarmProperties.partial({ AlarmName: true })

type Properties = Omit<AlarmProperties, 'AlarmName'> & { readonly AlarmName?: string | undefined }

export function alarmResource(alarms: Alarms): ResourceType<Properties> {
  return {
    type: 'AWS::CloudWatch::Alarm',
    properties,
    async apply({ properties, physicalName }) {
      const AlarmName = properties.AlarmName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const { arn } = alarms.put({ ...properties, AlarmName }, 'template')
      return { physicalId: AlarmName, attributes: { Arn: arn } }
    },
    takenName: async ({ properties, physicalName }) => {
      const AlarmName = properties.AlarmName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      return alarms.list().find((alarm) => alarm.properties.AlarmName === AlarmName) && AlarmName
    },
    remove: async ({ physicalId: AlarmName }) => alarms.remove(AlarmName),
  }
}
