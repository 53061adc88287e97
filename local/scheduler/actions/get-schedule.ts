import { ApiError } from '../../protocol/api-error.ts'
import type { SchedulerAction } from '../action.ts'
import type { Schedules } from '../schedules.ts'

export function getSchedule(schedules: Schedules): SchedulerAction {
  return {
    name: 'GetSchedule',
    path: /^\/schedules\/(?<name>[^/]+)$/,
    run(wanted) {
      const schedule = schedules.list().find(({ name }) => name === wanted)
      if (!schedule)
        throw new ApiError('ResourceNotFoundException', `Schedule ${wanted} does not exist.`, 404)
      const { name, arn, properties, createdAt } = schedule
      return { ...properties, Name: name, Arn: arn, CreationDate: createdAt / 1000 }
    },
  }
}
