import type { Site } from '../../site.ts'
import type { Alarm } from './alarm.ts'
import { alarmMail } from './alarm-mail.ts'
import { describeTrigger } from './describe-trigger.ts'

const SUBJECT_LENGTH_MAX = 100 // SNS

/** What CloudWatch publishes to a topic when an alarm changes its state. */
export function alarmMessage(
  site: Pick<Site, 'region' | 'accountId'>,
  alarm: Alarm,
  before: Pick<Alarm, 'state'>,
): { readonly subject: string; readonly message: string; readonly mail: string } {
  const { properties } = alarm
  return {
    subject: `${alarm.state}: "${properties.AlarmName}" in ${site.region}`.slice(0, SUBJECT_LENGTH_MAX),
    mail: alarmMail(site, alarm, before),
    message: JSON.stringify({
      AlarmName: properties.AlarmName,
      AlarmDescription: properties.AlarmDescription ?? null,
      AWSAccountId: site.accountId,
      AlarmConfigurationUpdatedTimestamp: snsTime(alarm.configuredAt),
      NewStateValue: alarm.state,
      NewStateReason: alarm.reason,
      StateChangeTime: snsTime(alarm.stateUpdatedAt),
      Region: site.region,
      AlarmArn: alarm.arn,
      OldStateValue: before.state,
      OKActions: properties.OKActions ?? [],
      AlarmActions: properties.AlarmActions ?? [],
      InsufficientDataActions: properties.InsufficientDataActions ?? [],
      Trigger: describeTrigger(properties),
    }),
  }
}

function snsTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000')
}
