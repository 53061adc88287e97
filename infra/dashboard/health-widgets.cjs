// Is it working?
'use strict'

const { metric, metricsWidget, ref } = require('./widgets.cjs')

const QUEUES = { loads: 'Loads', launches: 'Launches', stops: 'Stops' }
const DEAD_LETTERS = {
  loads: 'LoadsDeadLetter',
  launches: 'LaunchesDeadLetter',
  stops: 'StopsDeadLetter',
  audit: 'AuditDeadLetter',
}
const FUNCTIONS = {
  'launch-load': 'LaunchDashloadLambdaFunction',
  'explain-stop': 'ExplainDashstopLambdaFunction',
}
/** Causes of stops, as shared/stop tells them apart, but for the normal ones. */
const CAUSES = [
  'application',
  'out-of-memory',
  'killed',
  'hung',
  'person',
  'spot',
  'infrastructure',
  'capacity',
  'image-pull',
  'secrets',
  'network',
  'health-check',
  'unknown',
]

module.exports = function healthWidgets({ datasets, own }) {
  const tables = {
    ledger: ref('Ledger'),
    ...Object.fromEntries(datasets.map(({ name, table }) => [name, table])),
  }
  return [
    metricsWidget(
      'Oldest message, seconds',
      lines(QUEUES, (queue, label) =>
        metric(
          'AWS/SQS',
          'ApproximateAgeOfOldestMessage',
          { QueueName: ref(`${queue}.QueueName`) },
          { label },
        ),
      ),
      { stat: 'Maximum', period: 60 },
    ),
    metricsWidget(
      'Dead letters',
      lines(DEAD_LETTERS, (queue, label) =>
        metric(
          'AWS/SQS',
          'ApproximateNumberOfMessagesVisible',
          { QueueName: ref(`${queue}.QueueName`) },
          { label },
        ),
      ),
      { stat: 'Maximum', period: 60 },
    ),
    metricsWidget('Failed', [
      own('failure', 'LoadsFailed', {}, { label: 'loads' }),
      own('launch', 'LaunchesFailed', {}, { label: 'launches' }),
      own('launch', 'LaunchesWithoutCapacity', {}, { label: 'launches without capacity' }),
    ]),
    metricsWidget(
      'Tasks that stopped, by cause',
      CAUSES.map((Class) => own('stop', 'TasksStopped', { Class }, { label: Class })),
      { stacked: true },
    ),
    metricsWidget('Functions', [
      ...lines(FUNCTIONS, (id, label) =>
        metric('AWS/Lambda', 'Errors', { FunctionName: ref(id) }, { label: `${label}: errors` }),
      ),
      ...lines(FUNCTIONS, (id, label) =>
        metric('AWS/Lambda', 'Throttles', { FunctionName: ref(id) }, { label: `${label}: throttles` }),
      ),
    ]),
    metricsWidget(
      'Throttled writes',
      lines(tables, (table, label) =>
        metric('AWS/DynamoDB', 'WriteThrottleEvents', { TableName: table }, { label }),
      ),
    ),
    metricsWidget(
      'The audit: what it found since the one before',
      [
        own('audit', 'EventsMissed', {}, { label: 'events that did not come' }),
        own('audit', 'Repairs', {}, { label: 'repairs' }),
        own('audit', 'FilesFailed', {}, { label: 'failed files' }),
        own('audit', 'LoadsLater', {}, { label: 'left for the next hour' }),
      ],
      { period: 3600 },
    ),
    metricsWidget('Seconds that an audit took', [own('audit', 'AuditSeconds')], {
      period: 3600,
      stat: 'Maximum',
    }),
    metricsWidget('Rejected by dataset', [
      ...datasets.map(({ name }) =>
        own('load', 'RowsRejected', { Dataset: name }, { label: `${name}: rows` }),
      ),
      ...datasets.map(({ name }) =>
        own('load', 'FilesRejected', { Dataset: name }, { label: `${name}: files` }),
      ),
    ]),
  ]
}

function lines(named, line) {
  return Object.entries(named).map(([label, name]) => line(name, label))
}
