// What does it cost? What was used, times the list prices that docs/cost.md is made of.
'use strict'

const { expression, metric, metricsWidget, ref } = require('./widgets.cjs')

const HOUR = 3600
const CPU_UNITS_A_VCPU = 1024
const MIB_A_GB = 1024
const DECIMALS = 12

module.exports = function costWidgets({ datasets, settings, PRICES }) {
  const price = (name) => decimal(PRICES[name].usd / PRICES[name].per)
  const cluster = { ClusterName: ref('Cluster') }
  const used = (id, name, dimensions, stat) =>
    metric(name[0], name[1], dimensions, { id, stat, visible: false })
  const consumed = (kind) => [
    ...datasets.map(({ table }, place) =>
      used(`${kind}${place}`, ['AWS/DynamoDB', capacity(kind)], { TableName: table }, 'Sum'),
    ),
    used(`${kind}Ledger`, ['AWS/DynamoDB', capacity(kind)], { TableName: ref('Ledger') }, 'Sum'),
    used(
      `${kind}Index`,
      ['AWS/DynamoDB', capacity(kind)],
      { TableName: ref('Ledger'), GlobalSecondaryIndexName: 'byStatus' },
      'Sum',
    ),
  ]
  const sum = (kind) =>
    [...datasets.map((_dataset, place) => `${kind}${place}`), `${kind}Ledger`, `${kind}Index`]
      .map((id) => `FILL(${id}, 0)`)
      .join(' + ')
  const address = settings.network.assignPublicIp === 'ENABLED' ? price('publicAddressHour') : '0'
  const perTask = `cpu / ${CPU_UNITS_A_VCPU} * ${price('vcpuHour')} + memory / ${MIB_A_GB} * ${price('gbHour')} + tasks * ${address}`
  const perFile = `(${price('event')} + ${price('sqsRequest')})`

  return [
    metricsWidget(
      'US dollars an hour',
      [
        expression(perTask, { id: 'taskCost', label: 'tasks' }),
        expression(`(${sum('write')}) * ${price('dynamodbWrite')}`, {
          id: 'writeCost',
          label: 'DynamoDB writes',
        }),
        expression(`(${sum('read')}) * ${price('dynamodbRead')}`, {
          id: 'readCost',
          label: 'DynamoDB reads',
        }),
        expression(`(FILL(small, 0) + FILL(large, 0)) * ${perFile}`, {
          id: 'fileCost',
          label: 'events and messages',
        }),
        used('cpu', ['ECS/ContainerInsights', 'CpuReserved'], cluster, 'Average'),
        used('memory', ['ECS/ContainerInsights', 'MemoryReserved'], cluster, 'Average'),
        used('tasks', ['ECS/ContainerInsights', 'TaskCount'], cluster, 'Average'),
        ...consumed('write'),
        ...consumed('read'),
        used('small', ['AWS/SQS', 'NumberOfMessagesSent'], { QueueName: ref('Loads.QueueName') }, 'Sum'),
        used('large', ['AWS/SQS', 'NumberOfMessagesSent'], { QueueName: ref('Launches.QueueName') }, 'Sum'),
      ],
      { share: 2, period: HOUR, stacked: true, unit: 'US dollars' },
    ),
    metricsWidget(
      'Write units by table',
      [
        ...datasets.map(({ name, table }) =>
          metric('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', { TableName: table }, { label: name }),
        ),
        metric(
          'AWS/DynamoDB',
          'ConsumedWriteCapacityUnits',
          { TableName: ref('Ledger') },
          { label: 'ledger' },
        ),
      ],
      { share: 2, stacked: true },
    ),
  ]
}

/** Without an exponent. */
function decimal(usd) {
  return usd.toFixed(DECIMALS).replace(/0+$/, '')
}

function capacity(kind) {
  return kind === 'write' ? 'ConsumedWriteCapacityUnits' : 'ConsumedReadCapacityUnits'
}
