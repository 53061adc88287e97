// What needs a person: what happened, in words for who gets the mail, what to do first, and what the alarm looks at.
// docs/operations.md has a section for each name.
'use strict'

const { deadLetters, happened, oldest, withoutRun, withoutTasks } = require('./watch.cjs')

module.exports = { alarmList, throttledTable }

/** The longest that an alarm may look back: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const HOURS_LOOKED_BACK_MAX = 7 * 24
/** Two runs that did not come are no accident. */
const RUNS_MISSED = 2

function alarmList({ own, waitSeconds, hoursBetweenAudits }) {
  return [
    ...queueAlarms(waitSeconds),
    ...loadAlarms(own),
    ...auditAlarms(own, hoursBetweenAudits),
    ...functionAlarms(),
  ]
}

function queueAlarms(waitSeconds) {
  return [
    {
      name: 'loads-dead-letter',
      what: 'Files could not be loaded: their messages are in the dead-letter queue of loads.',
      first:
        'npm run dlq -- show --queue loads {stage} says why. Mend that, then npm run dlq -- redrive --queue loads {stage}.',
      watch: deadLetters('LoadsDeadLetter'),
    },
    {
      name: 'launches-dead-letter',
      what: 'Large files could not be loaded: their messages are in the dead-letter queue of launches.',
      first:
        'npm run dlq -- show --queue launches {stage} says why. Mend that, then npm run dlq -- redrive --queue launches {stage}.',
      watch: deadLetters('LaunchesDeadLetter'),
    },
    {
      name: 'stops-dead-letter',
      what: 'Stops of tasks could not be explained: their events are in the dead-letter queue of stops. Their loads go on with the next audit.',
      first:
        'npm run logs -- explain-stop --since 1h {stage} says why. Mend that, then npm run dlq -- redrive --queue stops {stage}.',
      watch: deadLetters('StopsDeadLetter'),
    },
    {
      name: 'loads-wait',
      what: `Files have waited for the service for more than ${waitSeconds} seconds.`,
      first:
        'See on the dashboard whether tasks run and whether tables throttle. If all is well, there are more files than maxTasks tasks can load.',
      watch: oldest('Loads', waitSeconds),
    },
    {
      name: 'launches-wait',
      what: `Large files have waited for a task of their own for more than ${waitSeconds} seconds.`,
      first: 'npm run logs -- launch-load --since 1h {stage} says what holds them up.',
      watch: oldest('Launches', waitSeconds),
    },
    {
      name: 'stops-wait',
      what: `Stops of tasks have waited to be explained for more than ${waitSeconds} seconds, and with them the next tasks of large files.`,
      first: 'npm run logs -- explain-stop --since 1h {stage} says what holds them up.',
      watch: oldest('Stops', waitSeconds),
    },
  ]
}

function loadAlarms(own) {
  return [
    {
      name: 'load-queue-tasks',
      what: 'The service wants tasks, and none has run for five minutes.',
      first:
        'Read the mails of its stops, and its events: aws ecs describe-services --cluster {stack} --services {stack}-load-queue.',
      watch: withoutTasks('LoadQueueService', 5),
    },
    {
      name: 'loads-failed',
      what: 'Loads have failed in the last minutes. Each has its message in a dead-letter queue.',
      first:
        'npm run loads -- --status failed {stage} names them, npm run loads -- show FILE {stage} says why.',
      watch: happened([own('failure', 'LoadsFailed')], { minutes: 5, times: 1 }),
    },
    {
      name: 'launches-failed',
      what: 'ECS refused for good to start a task for a large file: its load has failed.',
      first:
        'npm run dlq -- show --queue launches {stage} says what ECS does not take: a permission, a subnet, the image, the size.',
      watch: happened([own('launch', 'LaunchesFailed')], { minutes: 5, times: 1 }),
    },
    {
      name: 'launches-without-capacity',
      what: 'For an hour ECS has had no room for the task of a large file, neither on Spot nor on demand. It goes on trying.',
      first: "Look at the account's quota of Fargate vCPUs, and at the AWS Health dashboard of the region.",
      // A launch that finds no room comes back after a quarter of an hour, or a little later.
      watch: happened([own('launch', 'LaunchesWithoutCapacity')], { minutes: 20, times: 3 }),
    },
  ]
}

function auditAlarms(own, hoursBetweenAudits) {
  const hours = RUNS_MISSED * hoursBetweenAudits
  const missing = {
    name: 'audit-missing',
    what: `No audit has come to its end for ${hours} hours. Until one does, files whose events were lost stay unloaded, and so do those that wait for the hour.`,
    first:
      'npm run audit -- {stage} runs one now. npm run logs -- audit --since 6h {stage} says how the last ones ended.',
    watch: withoutRun(own('audit', 'AuditSeconds'), 'LoadQueueService', hours),
  }
  return [
    ...(hours <= HOURS_LOOKED_BACK_MAX ? [missing] : []),
    {
      name: 'audit-dead-letter',
      what: 'A run of the audit could not be started.',
      first:
        'npm run dlq -- show --queue audit {stage} says why. npm run audit -- {stage} makes up for the run; then npm run dlq -- drop --queue audit {stage}.',
      watch: deadLetters('AuditDeadLetter'),
    },
    {
      name: 'ledger-throttled',
      what: 'DynamoDB has throttled the ledger for five minutes: loads and launches wait. Nothing is lost.',
      first:
        'On the dashboard see whether it passes. If not, ask for a higher table quota, or set a lower maxTasks.',
      watch: throttled({ Ref: 'Ledger' }, { minutes: 1, times: 5 }),
    },
  ]
}

function functionAlarms() {
  return ['launch-load', 'explain-stop'].flatMap((act) => {
    const of = (MetricName) => ({
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId(act) } }],
    })
    return [
      {
        name: `${act}-errors`,
        what: `The function ${act} has failed for ten minutes. Its messages come back until it works.`,
        first: `npm run logs -- ${act} --since 1h {stage} has the error.`,
        watch: happened([of('Errors')], { minutes: 5, times: 2 }),
      },
      {
        name: `${act}-throttles`,
        what: `For a quarter of an hour Lambda has had no room for the function ${act}. Its messages wait.`,
        first: "Look at the account's quota of concurrent executions, and at who uses it up.",
        watch: happened([of('Throttles')], { minutes: 5, times: 3 }),
      },
    ]
  })
}

/** Rows wait for a while at each burst, and the loader slows down by itself: only what lasts is told. */
function throttledTable(dataset, logicalId) {
  return {
    name: `table-${dataset}-throttled`,
    runbook: 'table-DATASET-throttled',
    what: `The table of ${dataset} has taken rows more slowly than they came for a quarter of an hour. Loads take longer; nothing is lost.`,
    first:
      'Nothing, if the files may wait. Otherwise raise the warm throughput or the quota of the table, and look whether all rows have the same partition key.',
    watch: throttled({ Ref: logicalId }, { minutes: 1, times: 15 }),
  }
}

function throttled(table, window) {
  const of = (MetricName) => ({
    Namespace: 'AWS/DynamoDB',
    MetricName,
    Dimensions: [{ Name: 'TableName', Value: table }],
  })
  return happened([of('WriteThrottleEvents'), of('ReadThrottleEvents')], window)
}

/** As the framework names it. */
function functionId(act) {
  return `${act[0].toUpperCase()}${act.slice(1).replaceAll('-', 'Dash')}LambdaFunction`
}
