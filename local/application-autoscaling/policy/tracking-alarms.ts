import type { AlarmProperties } from '../../cloudwatch/alarm/alarm-properties.ts'
import type { TargetId } from '../definition/target-id.ts'
import type { TargetTracking } from '../definition/target-tracking.ts'
import { PERIOD_SECONDS, trackedMetric } from './tracked-metric.ts'

// As Application Auto Scaling makes the alarms of a policy: three minutes above the target, or fifteen below nine tenths of it.
const HIGH_PERIODS = 3
export const LOW_PERIODS = 15
const LOW_SHARE = 0.9

/** Below this for `LOW_PERIODS`, tasks may go. */
export function lowThreshold({ TargetValue }: TargetTracking): number {
  return TargetValue * LOW_SHARE
}

export interface TrackingAlarms {
  readonly high: AlarmProperties
  /** Absent where the policy does not scale in. */
  readonly low?: AlarmProperties
}

/** The two alarms by which a target tracking policy acts. */
export function trackingAlarms(
  tracking: TargetTracking,
  policy: { readonly id: TargetId; readonly arn: string; readonly uuid: string },
): TrackingAlarms {
  const shared = {
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.arn}.`,
    AlarmActions: [policy.arn],
    Metrics: alarmMetrics(tracking, policy.id),
  }
  const name = (side: 'High' | 'Low') => `TargetTracking-${policy.id.ResourceId}-Alarm${side}-${policy.uuid}`
  const high: AlarmProperties = {
    ...shared,
    AlarmName: name('High'),
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: tracking.TargetValue,
    EvaluationPeriods: HIGH_PERIODS,
  }
  if (tracking.DisableScaleIn) return { high }
  const low: AlarmProperties = {
    ...shared,
    AlarmName: name('Low'),
    ComparisonOperator: 'LessThanThreshold',
    Threshold: lowThreshold(tracking),
    EvaluationPeriods: LOW_PERIODS,
  }
  return { high, low }
}

/** An expression of an alarm carries its period itself, for it may stand on no metric at all. */
function alarmMetrics(tracking: TargetTracking, id: TargetId): AlarmProperties['Metrics'] {
  return trackedMetric(tracking, id).map((query) =>
    query.Expression === undefined ? query : { ...query, Period: PERIOD_SECONDS },
  )
}
