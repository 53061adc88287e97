import { randomUUID } from 'node:crypto'
import { ACTIVITIES_MAX } from './activity.ts'
import type { ScalableTarget } from './definition/scalable-target.ts'
import type { Surroundings } from './surroundings.ts'

/** Sets a target's count within its limits and keeps the change as an activity with its cause; false where there is nothing to change. */
export function changeCount(
  { site, counts }: Surroundings,
  target: ScalableTarget,
  wanted: number,
  cause: string,
  shortCause = cause,
): boolean {
  const { ResourceId } = target.id
  const count = clamp(wanted, target)
  const { desired } = counts.serviceCounts(ResourceId)
  if (count === desired) return false
  const activity = {
    id: randomUUID(),
    at: site.fastClock.now(),
    description: `Setting desired count to ${count}.`,
    cause,
  }
  try {
    counts.setDesiredCount(ResourceId, count)
    keep(target, activity)
  } catch (error) {
    keep(target, { ...activity, failure: error instanceof Error ? error.message : String(error) })
    throw error
  }
  site.logs.say('scaling', `${ResourceId.split('/').at(-1)}: ${desired} → ${count} tasks, ${shortCause}`)
  return true
}

export function clamp(count: number, { min, max }: Pick<ScalableTarget, 'min' | 'max'>): number {
  return Math.min(max, Math.max(min, count))
}

function keep(target: ScalableTarget, activity: ScalableTarget['activities'][number]): void {
  target.activities.unshift(activity)
  target.activities.splice(ACTIVITIES_MAX)
}
