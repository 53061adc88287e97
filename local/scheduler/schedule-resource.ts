import type { ResourceType } from '../plugin.ts'
import { type ScheduleProperties, scheduleProperties } from './schedule-properties.ts'
import type { Schedules } from './schedules.ts'

const NAME_CHARACTERS_MAX = 64

/** A schedule of EventBridge Scheduler that starts a task. */
export function scheduleResource(schedules: Schedules): ResourceType<ScheduleProperties> {
  return {
    type: 'AWS::Scheduler::Schedule',
    properties: scheduleProperties,
    async apply({ properties, physicalName }) {
      const { name, arn } = schedules.put(
        properties.Name ?? physicalName({ maxLength: NAME_CHARACTERS_MAX }),
        properties,
      )
      return { physicalId: name, attributes: { Arn: arn } }
    },
    takenName: async ({ properties, physicalName }) => {
      const name = properties.Name ?? physicalName({ maxLength: NAME_CHARACTERS_MAX })
      return schedules.list().find((schedule) => schedule.name === name)?.name
    },
    remove: async ({ physicalId: name }) => schedules.remove(name),
  }
}
