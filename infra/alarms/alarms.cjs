// The alarms of the template, with what a person reads: CloudWatch puts an alarm's description into its mail.
'use strict'

const refuse = require('../refuse.cjs')
const { alarmList, throttledTable } = require('./alarm-list.cjs')
const hoursBetweenAudits = require('./hours-between-audits.cjs')

module.exports = async ({ resolveVariable }) => {
  const settings = await resolveVariable('self:custom.settings')
  if (settings.alarms === 'off') return { Resources: {} }
  const stack = await resolveVariable('self:custom.name')
  const stage = await resolveVariable('sls:stage')
  const { template } = await resolveVariable('self:custom.datasets')
  const { METRICS, NAMESPACE } = await import('../../shared/metric/metrics.ts')

  /** A metric that the application counts itself, of the whole stack. */
  function own(group, MetricName) {
    if (!(MetricName in METRICS[group].units)) throw new Error(`Nothing counts ${MetricName} of ${group}.`)
    return { Namespace: NAMESPACE, MetricName, Dimensions: [{ Name: 'Stack', Value: stack }] }
  }

  const tables = Object.entries(template.Resources).map(([logicalId, { Properties }]) =>
    throttledTable(Properties.TableName.slice(stack.length + 1), logicalId),
  )
  const alarms = [
    // While one is at work, those that come after it end at once.
    ...alarmList({
      ...{ own, waitSeconds: settings.waitAlarm },
      hoursBetweenAudits: Math.max(hours(settings.auditSchedule), Math.ceil(settings.auditDeadline / 3600)),
    }),
    ...tables,
  ]
  return {
    Resources: Object.fromEntries(
      alarms.map((alarm) => [logicalIdOf(alarm), resource(alarm, { stack, stage })]),
    ),
  }
}

function hours(schedule) {
  try {
    return hoursBetweenAudits(schedule)
  } catch (error) {
    return refuse(`auditSchedule is ${JSON.stringify(schedule)}, which is no schedule: ${error.message}`)
  }
}

function resource({ name, runbook = name, what, first, watch }, { stack, stage }) {
  const filled = (text) => text.replaceAll('{stage}', `--stage ${stage}`).replaceAll('{stack}', stack)
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${stack}-${name}`,
      AlarmDescription: `${what}\n\nWhat you should do: ${filled(first)}\n\nMore: docs/operations.md, "${runbook}".`,
      ...watch,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: 'Topic' }],
    },
  }
}

function logicalIdOf({ name }) {
  return `${name.replace(/(^|[-_])([a-z0-9])/g, (_match, _separator, letter) => letter.toUpperCase())}Alarm`
}
