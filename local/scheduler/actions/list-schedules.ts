import type { SchedulerAction } from '../action.ts'
import type { Schedules } from '../schedules.ts'

/** All at once, without pages. */
export function listSchedules(schedules: Schedules): SchedulerAction {
  return {
    name: 'ListSchedules',
    path: /^\/schedules$/,
    run: () => ({
      Schedules: schedules.list().map(({ name, arn, properties, createdAt }) => ({
        Name: name,
        Arn: arn,
        GroupName: properties.GroupName,
        State: properties.State,
        CreationDate: createdAt / 1000,
        Target: { Arn: properties.Target.Arn },
      })),
    }),
  }
}
