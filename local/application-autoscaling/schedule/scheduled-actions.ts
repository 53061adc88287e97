import { parseSchedule } from '../../events/schedule/parse-schedule.ts'
import { runSchedule } from '../../events/schedule/run-schedule.ts'
import { changeCount } from '../change-count.ts'
import type { ScalableTarget } from '../definition/scalable-target.ts'
import type { ScheduledAction } from '../definition/scheduled-action.ts'
import type { Surroundings } from '../surroundings.ts'

/** Changes the limits of targets at times of the fast clock. */
export interface ScheduledActions {
  /** Begins, or begins anew; a ValidationException for an expression that cannot be read. */
  set(target: ScalableTarget, action: ScheduledAction): void
  remove(target: ScalableTarget, name: string): void
  close(): Promise<void>
}

export function createScheduledActions(around: Surroundings): ScheduledActions {
  const { site } = around
  const running = new Map<string, AbortController>()
  const runs = new Set<Promise<void>>()

  function stop(key: string): void {
    running.get(key)?.abort(new Error('The scheduled action has ended.'))
    running.delete(key)
  }

  return {
    set(target, action) {
      const { Schedule, Timezone, StartTime, ScheduledActionName: name } = action.input
      const schedule = parseSchedule(Schedule, {
        start: new Date(StartTime ?? site.fastClock.now()),
        ...(Timezone && { timezone: Timezone }),
      })
      const key = keyOf(target, name)
      stop(key)
      const ending = new AbortController()
      running.set(key, ending)
      const fire = async (time: Date) => applyAction(around, target, action, time)
      const run = runSchedule(schedule, site.fastClock, fire, ending.signal)
        .catch((error) => {
          if (!ending.signal.aborted) site.logs.say('scaling', `scheduled action ${name} stopped: ${error}`)
        })
        .finally(() => runs.delete(run))
      runs.add(run)
    },
    remove: (target, name) => stop(keyOf(target, name)),
    async close() {
      for (const key of [...running.keys()]) stop(key)
      await Promise.all(runs)
    },
  }
}

/** Takes the new limits and brings the count between them. */
export function applyAction(
  around: Surroundings,
  target: ScalableTarget,
  { input }: ScheduledAction,
  time: Date,
): void {
  const { StartTime = Number.NEGATIVE_INFINITY, EndTime = Number.POSITIVE_INFINITY } = input
  if (time.getTime() < StartTime || time.getTime() > EndTime) return
  if (target.suspended.ScheduledScalingSuspended) return
  const { MinCapacity, MaxCapacity } = input.ScalableTargetAction ?? {}
  target.min = MinCapacity ?? target.min
  target.max = MaxCapacity ?? target.max
  const { desired } = around.counts.serviceCounts(target.id.ResourceId)
  const limits = `${target.min}..${target.max}`
  changeCount(
    around,
    target,
    desired,
    `scheduled action ${input.ScheduledActionName} set the limits ${limits}`,
  )
}

function keyOf(target: ScalableTarget, name: string): string {
  return `${target.id.ResourceId} ${name}`
}
