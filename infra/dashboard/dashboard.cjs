// One dashboard: is it working, what is it doing, what does it cost.
'use strict'

const { alarmsWidget, below, heading, ref } = require('./widgets.cjs')
const costWidgets = require('./cost-widgets.cjs')
const workWidgets = require('./work-widgets.cjs')
const healthWidgets = require('./health-widgets.cjs')

/** CloudWatch shows no more in one. */
const ALARMS_A_WIDGET = 100

module.exports = async ({ resolveVariable }) => {
  const settings = await resolveVariable('self:custom.settings')
  const stack = await resolveVariable('self:custom.name')
  const region = await resolveVariable('self:provider.region')
  const { template } = await resolveVariable('self:custom.datasets')
  const alarms = await resolveVariable('file(infra/alarms/alarms.cjs)')
  const { METRICS, NAMESPACE } = await import('../../shared/metric/metrics.ts')
  const { PRICES, PRICES_OF } = await import('../../bench/cost/prices.ts')

  const datasets = Object.entries(template.Resources).map(([logicalId, { Properties }]) => ({
    name: Properties.TableName.slice(stack.length + 1),
    table: ref(logicalId),
  }))
  const world = {
    stack,
    settings,
    datasets,
    own: ownMetric({ METRICS, NAMESPACE }, stack),
    PRICES,
    PRICES_OF,
  }
  const widgets = [
    heading(
      `# ${stack}: is it working?\nRed is for a person: each alarm's description says what to do first, and docs/operations.md has more. \`npm run loads -- --status failed\` names files.`,
    ),
    ...alarmStates(alarms.Resources),
    ...healthWidgets(world),
    heading(
      '# What is it doing?\nFiles, rows and bytes by dataset, as the workers count them when a load ends.',
    ),
    ...workWidgets(world),
    heading(
      `# What does it cost?\nUS dollars an hour, by list prices of ${PRICES_OF.region} of ${PRICES_OF.date}: what was used, not the bill. docs/cost.md has the rest.`,
    ),
    ...costWidgets(world),
  ]
  return {
    Resources: {
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          // Dashboards are of the account, not of a region: a second one of a name fails the deploy of its stack.
          DashboardName: `${stack}-${region}`,
          DashboardBody: { 'Fn::Sub': JSON.stringify({ start: '-PT6H', widgets: below(widgets) }) },
        },
      },
    },
    Outputs: {
      DashboardName: {
        Value: { Ref: 'Dashboard' },
        Description: 'Is it working, what is it doing, what does it cost.',
      },
    },
  }
}

function alarmStates(alarms) {
  const arns = Object.keys(alarms).map((logicalId) => ref(`${logicalId}.Arn`))
  const widgets = []
  for (let first = 0; first < arns.length; first += ALARMS_A_WIDGET)
    widgets.push(alarmsWidget('Alarms', arns.slice(first, first + ALARMS_A_WIDGET)))
  return widgets
}

/** A metric that the application counts itself, as a line of a chart. */
function ownMetric({ METRICS, NAMESPACE }, stack) {
  return (group, name, more = {}, options = {}) => {
    const { dimensions, units } = METRICS[group]
    const values = { Stack: stack, ...more }
    const isCounted = name in units && dimensions.every((dimension) => dimension in values)
    if (!isCounted) throw new Error(`Nothing counts ${name} of ${group} by ${Object.keys(values)}.`)
    return [NAMESPACE, name, ...dimensions.flatMap((dimension) => [dimension, values[dimension]]), options]
  }
}
