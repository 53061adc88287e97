import type { Alarm } from './alarm.ts'

/** As Application Auto Scaling names the two alarms of each policy: their line is that of the scaling itself. */
const OF_A_POLICY = 'TargetTracking-'

/** The line for the screen, where a change of an alarm is of use to a person. */
export function alarmLine(
  { properties: { AlarmName }, state }: Pick<Alarm, 'properties' | 'state'>,
  before: Pick<Alarm, 'state'>,
): string | undefined {
  // Every alarm begins without data, and nearly all of them are well then.
  const isFirstLook = before.state === 'INSUFFICIENT_DATA' && state === 'OK'
  if (isFirstLook || AlarmName.startsWith(OF_A_POLICY)) return undefined
  return `${AlarmName}: ${before.state} → ${state}`
}
