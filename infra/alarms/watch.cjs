// What an alarm looks at, as properties of AWS::CloudWatch::Alarm. A figure that is there only when something happened is
// filled with 0: CloudWatch looks further back for data than an alarm's periods, and would go by the old value for long.
'use strict'

module.exports = { deadLetters, happened, oldest, withoutRun, withoutTasks }

const MINUTE = 60
const HOUR = 3600

/** Something is in the dead-letter queue. */
function deadLetters(queue) {
  return { ...ofQueue(queue, 'ApproximateNumberOfMessagesVisible'), Threshold: 0 }
}

/**
 * The oldest message waits for more than so many seconds. A queue of which SQS tells nothing is an idle one. (SQS leaves
 * messages received three times out of the age: those end in the dead-letter queue.)
 */
function oldest(queue, seconds) {
  return { ...ofQueue(queue, 'ApproximateAgeOfOldestMessage'), Threshold: seconds }
}

/** The sum of the metrics is above 0 in so many periods in a row. */
function happened(metrics, { minutes, times }) {
  const ids = metrics.map((_metric, place) => `m${place + 1}`)
  return holds(times, ids.map((id) => `FILL(${id}, 0)`).join(' + '), [
    ...metrics.map((metric, place) => measured(ids[place], metric, 'Sum', minutes * MINUTE)),
  ])
}

/** The service wants tasks, and none has run for so many minutes. */
function withoutTasks(service, minutes) {
  return holds(minutes, 'IF(FILL(desired, 0) > 0 AND FILL(running, 0) < 1, 1, 0)', [
    measured('desired', insight(service, 'DesiredTaskCount'), 'Average', MINUTE),
    measured('running', insight(service, 'RunningTaskCount'), 'Average', MINUTE),
  ])
}

/** So many hours without a run, all of which the service was there: a new stack has had no run yet. */
function withoutRun(metric, service, hours) {
  return holds(hours, 'IF(FILL(there, -1) >= 0 AND FILL(runs, 0) < 1, 1, 0)', [
    measured('there', insight(service, 'DesiredTaskCount'), 'Average', HOUR),
    measured('runs', metric, 'SampleCount', HOUR),
  ])
}

function ofQueue(queue, MetricName) {
  return {
    Namespace: 'AWS/SQS',
    MetricName,
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
    Statistic: 'Maximum',
    Period: MINUTE,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  }
}

function insight(service, MetricName) {
  const Dimensions = [
    { Name: 'ClusterName', Value: { Ref: 'Cluster' } },
    { Name: 'ServiceName', Value: { 'Fn::GetAtt': [service, 'Name'] } },
  ]
  return { Namespace: 'ECS/ContainerInsights', MetricName, Dimensions }
}

function measured(Id, Metric, Stat, Period) {
  return { Id, ReturnData: false, MetricStat: { Stat, Period, Metric } }
}

function holds(periods, Expression, metrics) {
  return {
    EvaluationPeriods: periods,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    Metrics: [{ Id: 'breach', Expression, ReturnData: true }, ...metrics],
  }
}
