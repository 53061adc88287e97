import type { ScalableTarget } from '../definition/scalable-target.ts'
import type { ScalingPolicy } from '../definition/scaling-policy.ts'
import type { TargetTracking } from '../definition/target-tracking.ts'
import type { Surroundings } from '../surroundings.ts'
import { trackedCapacity } from './tracked-capacity.ts'
import { PERIOD_SECONDS, trackedMetric } from './tracked-metric.ts'
import { LOW_PERIODS, lowThreshold } from './tracking-alarms.ts'

/** The count to which all tracking policies that scale in would go, or undefined while one of them would keep its tasks. */
export function agreedCapacity(
  around: Surroundings,
  target: ScalableTarget,
  policy: ScalingPolicy,
  wanted: number,
): number | undefined {
  const { desired } = around.counts.serviceCounts(target.id.ResourceId)
  let agreed = wanted
  for (const other of target.policies.values()) {
    if (other.name === policy.name || other.rule.kind !== 'target-tracking') continue
    if (other.rule.tracking.DisableScaleIn) continue
    const metric = lowMetric(around, target, other.rule.tracking)
    if (metric === undefined) return undefined
    agreed = Math.max(agreed, trackedCapacity(desired, metric, other.rule.tracking.TargetValue))
  }
  return agreed
}

/** The newest value of a metric that was low for as long as scale-in asks; a minute without one is not low. */
function lowMetric(
  { metrics }: Surroundings,
  target: ScalableTarget,
  tracking: TargetTracking,
): number | undefined {
  const window = { periodSeconds: PERIOD_SECONDS, periods: LOW_PERIODS }
  const values = metrics.metricData(trackedMetric(tracking, target.id), window)[0] ?? []
  const isLow = values.every((value) => value !== undefined && value < lowThreshold(tracking))
  return values.length === LOW_PERIODS && isLow ? values.at(-1) : undefined
}
