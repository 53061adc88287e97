import type { Site } from '../../site.ts'
import type { Alarm } from './alarm.ts'
import { alarmPeriodSeconds } from './alarm-queries.ts'

const NAME_WIDTH = 29

/** What CloudWatch has SNS send to people, where other subscribers get JSON. */
export function alarmMail(
  site: Pick<Site, 'region' | 'accountId'>,
  alarm: Alarm,
  before: Pick<Alarm, 'state'>,
): string {
  const { properties, state, reason } = alarm
  const name = properties.AlarmName
  const at = mailTime(alarm.stateUpdatedAt)
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the ${site.region} region has entered the ${state} state, because "${reason}" at "${at}".`,
    '',
    'View this alarm in the AWS Management Console:',
    `https://${site.region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${site.region}#alarmsV2:alarm/${encodeURIComponent(name)}`,
    '',
    'Alarm Details:',
    ...fields({
      Name: name,
      Description: properties.AlarmDescription ?? '',
      'State Change': `${before.state} -> ${state}`,
      'Reason for State Change': reason,
      Timestamp: at,
      'AWS Account': site.accountId,
      'Alarm Arn': alarm.arn,
    }),
    '',
    'Threshold:',
    `- ${threshold(alarm)}`,
    '',
    ...watched(alarm),
    '',
    'State Change Actions:',
    ...fields({
      OK: list(properties.OKActions),
      ALARM: list(properties.AlarmActions),
      INSUFFICIENT_DATA: list(properties.InsufficientDataActions),
    }),
  ].join('\n')
}

function threshold({ properties }: Alarm): string {
  const {
    ComparisonOperator,
    Threshold,
    EvaluationPeriods,
    DatapointsToAlarm = EvaluationPeriods,
  } = properties
  return `The alarm is in the ALARM state when the metric is ${ComparisonOperator} ${Threshold} for at least ${DatapointsToAlarm} of the last ${EvaluationPeriods} period(s) of ${alarmPeriodSeconds(properties)} seconds.`
}

function watched({ properties }: Alarm): string[] {
  const { Metrics, Namespace, MetricName, Dimensions = [], Statistic, Period, Unit } = properties
  const TreatMissingData = properties.TreatMissingData ?? 'missing'
  if (Metrics) {
    const [shown] = Metrics.filter(({ ReturnData }) => ReturnData !== false)
    return [
      'Monitored Metrics:',
      ...fields({
        MetricExpression: shown?.Expression ?? '',
        MetricLabel: shown?.Label ?? '',
        TreatMissingData,
      }),
    ]
  }
  return [
    'Monitored Metric:',
    ...fields({
      MetricNamespace: Namespace ?? '',
      MetricName: MetricName ?? '',
      Dimensions: `[${Dimensions.map(({ Name, Value }) => `${Name} = ${Value}`).join(', ')}]`,
      Period: `${Period} seconds`,
      Statistic: Statistic ?? '',
      Unit: Unit ?? 'not specified',
      TreatMissingData,
    }),
  ]
}

function fields(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) =>
    `${`- ${name}:`.padEnd(NAME_WIDTH)} ${value}`.trimEnd(),
  )
}

function list(actions: readonly string[] = []): string {
  return actions.map((action) => `[${action}]`).join(' ')
}

/** Such as `Saturday 21 November, 2026 17:03:00 UTC`. */
function mailTime(milliseconds: number): string {
  const date = new Date(milliseconds)
  const part = (options: Intl.DateTimeFormatOptions) =>
    date.toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' })
  return `${part({ weekday: 'long' })} ${part({ day: '2-digit' })} ${part({ month: 'long' })}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`
}
