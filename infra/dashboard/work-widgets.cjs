// What is it doing?
'use strict'

const { metric, metricsWidget, ref } = require('./widgets.cjs')

module.exports = function workWidgets({ datasets, own }) {
  const byDataset = (title, name, options) =>
    metricsWidget(
      title,
      datasets.map((dataset) => own('load', name, { Dataset: dataset.name }, { label: dataset.name })),
      options,
    )
  const service = { ClusterName: ref('Cluster'), ServiceName: ref('LoadQueueService.Name') }
  const loads = { QueueName: ref('Loads.QueueName') }
  const launches = { QueueName: ref('Launches.QueueName') }
  return [
    byDataset('Files loaded', 'FilesLoaded', { stacked: true }),
    byDataset('Rows written', 'RowsWritten', { stacked: true }),
    byDataset('Bytes read', 'BytesLoaded', { stacked: true }),
    byDataset('Seconds a load took, at the most', 'LoadSeconds', { stat: 'Maximum' }),
    metricsWidget(
      'Messages',
      [
        metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', loads, { label: 'loads: waiting' }),
        metric('AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', loads, { label: 'loads: in work' }),
        metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', launches, { label: 'launches: waiting' }),
      ],
      { stat: 'Maximum', period: 60 },
    ),
    metricsWidget(
      'Tasks of the service',
      [
        metric('ECS/ContainerInsights', 'DesiredTaskCount', service, { label: 'desired' }),
        metric('ECS/ContainerInsights', 'RunningTaskCount', service, { label: 'running' }),
      ],
      { stat: 'Average', period: 60 },
    ),
    metricsWidget(
      'What the service uses of its tasks, percent',
      [
        metric('AWS/ECS', 'CPUUtilization', service, { label: 'CPU' }),
        metric('AWS/ECS', 'MemoryUtilization', service, { label: 'memory' }),
      ],
      { stat: 'Average', period: 60 },
    ),
    metricsWidget('Launches of tasks for large files', [
      metric(
        'AWS/Lambda',
        'Invocations',
        { FunctionName: ref('LaunchDashloadLambdaFunction') },
        { label: 'calls of launch-load' },
      ),
    ]),
    metricsWidget(
      'All tasks of the cluster',
      [metric('ECS/ContainerInsights', 'TaskCount', { ClusterName: ref('Cluster') }, { label: 'tasks' })],
      { stat: 'Average', period: 60 },
    ),
  ]
}
