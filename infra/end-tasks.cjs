// A plug-in of the framework: CloudFormation deletes no cluster that has tasks, and ends those of a service alone. The
// others are told to stop before a remove, and waited for; those that are launched in their place, until it has ended.
'use strict'

const { setTimeout: sleep } = require('node:timers/promises')
const { createAws } = require('./deploy/aws.cjs')
const { Fault } = require('./deploy/fault.cjs')
const { countLive, stopLoneTasks } = require('./deploy/lone-tasks.cjs')
const { findStack, POLL_MS, stackResources } = require('./deploy/stack-operation.cjs')

// A task has two minutes to stop at the most; what is around it takes a moment too.
const WAIT_MS_MAX = 180_000

class EndTasks {
  constructor(serverless, _options, { log, progress }) {
    let later
    this.hooks = {
      'before:remove:remove': async () => {
        const line = progress.get('tasks')
        try {
          const provider = serverless.getProvider('aws')
          const aws = createAws(provider)
          const cluster = await findCluster(aws, provider.naming.getStackName())
          if (cluster === undefined) return
          await endTasks(aws, cluster, (count) => line.notice(`Waiting for tasks to stop: ${count}`))
          later = watchTasks(aws, cluster)
          later.watch().catch((error) => log.warning(`Tasks are not stopped any more: ${error.message}`))
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          log.warning(
            `Tasks that belong to no service may still run: ${error.message}. While one does, its cluster cannot be deleted. If that makes the remove fail, stop them (aws ecs stop-task) and remove again.`,
          )
        } finally {
          line.remove()
        }
      },
      'after:remove:remove': () => later?.end(),
    }
  }
}

async function findCluster(aws, stackName) {
  if (!(await findStack(aws, stackName))) return undefined
  const resources = await stackResources(aws, stackName)
  return resources.find(({ ResourceType }) => ResourceType === 'AWS::ECS::Cluster')?.PhysicalResourceId
}

async function endTasks(aws, cluster, tell) {
  const arns = await stopLoneTasks(aws, cluster)
  const until = Date.now() + WAIT_MS_MAX
  for (;;) {
    const count = await countLive(aws, cluster, arns)
    if (count === 0 || Date.now() > until) return
    tell(count)
    await sleep(POLL_MS)
  }
}

/** A large object whose task stopped gets its next one at once, until the function that launches it is gone. */
function watchTasks(aws, cluster) {
  let hasEnded = false
  async function watch() {
    while (!hasEnded) {
      // A remove that fails is not kept waiting.
      await sleep(POLL_MS, undefined, { ref: false })
      if (!hasEnded) await stopAgain()
    }
  }
  async function stopAgain() {
    try {
      await stopLoneTasks(aws, cluster)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      if (error.code === 'ClusterNotFoundException') hasEnded = true
    }
  }
  return {
    watch,
    end() {
      hasEnded = true
    },
  }
}

module.exports = EndTasks
