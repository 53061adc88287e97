import type { Plugin } from '../plugin.ts'
import type { Site } from '../site.ts'
import { createSchedulerApi } from './action.ts'
import { getSchedule } from './actions/get-schedule.ts'
import { listSchedules } from './actions/list-schedules.ts'
import { scheduleResource } from './schedule-resource.ts'
import { createSchedules, type SchedulerTargets } from './schedules.ts'

/** EventBridge Scheduler: schedules of the template that start tasks, on the fast clock. */
export function createScheduler(
  site: Site,
  targets: SchedulerTargets,
  { random = Math.random }: { readonly random?: () => number } = {},
): Plugin {
  const schedules = createSchedules(site, targets, random)
  return {
    scopes: ['scheduler'],
    resources: [scheduleResource(schedules)],
    handle: createSchedulerApi([getSchedule(schedules), listSchedules(schedules)]),
    close: () => schedules.close(),
  }
}
