// The tasks of a cluster that belong to no service: those of large objects, and the audit.
'use strict'

// Of DescribeTasks: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
const TASKS_A_CALL = 100

/** Tells those to stop that are meant to run, and gives their ARNs. */
async function stopLoneTasks(aws, cluster) {
  const running = await describe(aws, cluster, await listTasks(aws, cluster))
  const lone = running.filter(({ group = '' }) => !group.startsWith('service:'))
  for (const { taskArn } of lone)
    await aws('ECS', 'StopTask', { cluster, task: taskArn, reason: 'The stack is removed.' })
  return lone.map(({ taskArn }) => taskArn)
}

/** How many of these tasks have not ended yet. ECS forgets one an hour after its end. */
async function countLive(aws, cluster, arns) {
  const found = await describe(aws, cluster, arns)
  return found.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length
}

async function listTasks(aws, cluster) {
  const arns = []
  let nextToken
  do {
    const page = await aws('ECS', 'ListTasks', { cluster, nextToken })
    arns.push(...page.taskArns)
    nextToken = page.nextToken
  } while (nextToken)
  return arns
}

async function describe(aws, cluster, arns) {
  const found = []
  for (let first = 0; first < arns.length; first += TASKS_A_CALL) {
    const tasks = arns.slice(first, first + TASKS_A_CALL)
    found.push(...(await aws('ECS', 'DescribeTasks', { cluster, tasks })).tasks)
  }
  return found
}

module.exports = { countLive, stopLoneTasks }
