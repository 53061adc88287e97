import { arn, type Site } from '../../site.ts'
import type { ScalingPolicy } from '../definition/scaling-policy.ts'

/** The alarms that a policy made for itself. */
export function describePolicyAlarms({ alarmNames }: ScalingPolicy, site: Site) {
  return alarmNames.map((AlarmName) => ({
    AlarmName,
    AlarmARN: arn(site, 'cloudwatch', `alarm:${AlarmName}`),
  }))
}
