// The parts that the dashboard is put together from, in CloudWatch's own form:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
'use strict'

module.exports = { alarmsWidget, below, expression, heading, metric, metricsWidget, ref }

/** Columns of a dashboard. */
const WIDTH = 24
const HEIGHT = 6
const HEADING_HEIGHT = 2

function heading(markdown) {
  return { type: 'text', width: WIDTH, height: HEADING_HEIGHT, properties: { markdown } }
}

/** `share` is how many stand beside each other. `period` is in seconds. */
function metricsWidget(
  title,
  metrics,
  { share = 3, period = 300, stat = 'Sum', stacked = false, unit } = {},
) {
  return {
    type: 'metric',
    width: WIDTH / share,
    height: HEIGHT,
    properties: {
      title,
      metrics,
      period,
      stat,
      stacked,
      view: 'timeSeries',
      region: ref('AWS::Region'),
      yAxis: { left: { min: 0, ...(unit === undefined ? {} : { label: unit, showUnits: false }) } },
    },
  }
}

function alarmsWidget(title, arns) {
  return {
    type: 'alarm',
    width: WIDTH,
    height: Math.ceil(arns.length / 6) + 1,
    properties: { title, alarms: arns },
  }
}

/** One line of a chart. */
function metric(namespace, name, dimensions, options = {}) {
  return [namespace, name, ...Object.entries(dimensions).flat(), options]
}

function expression(text, options) {
  return [{ expression: text, ...options }]
}

/** For Fn::Sub, into which the whole text goes. */
function ref(name) {
  return `\${${name}}`
}

/** Fills row after row from the left. */
function below(widgets) {
  let x = 0
  let y = 0
  let rowHeight = 0
  return widgets.map((widget) => {
    if (x + widget.width > WIDTH) {
      x = 0
      y += rowHeight
      rowHeight = 0
    }
    const placed = { ...widget, x, y }
    x += widget.width
    rowHeight = Math.max(rowHeight, widget.height)
    return placed
  })
}
