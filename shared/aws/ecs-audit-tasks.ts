import { DescribeTasksCommand, type ECSClient, StopTaskCommand } from '@aws-sdk/client-ecs'
import type { AuditTasks } from '../audit/walk-open-loads.ts'
import { throwExplained } from './explain-error.ts'

/** Tasks of one cluster. A task of another is not found, and so not stopped. */
export function createEcsAuditTasks(deps: { client: Pick<ECSClient, 'send'>; cluster: string }): AuditTasks {
  const { client, cluster } = deps
  return {
    stop: async (taskArn, reason) => {
      const { tasks = [] } = await client
        .send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }))
        .catch((error: unknown) => throwExplained(error, `DescribeTasks of ${taskArn}`))
      // One that was asked to stop before is on its way: ECS kills it at its stop timeout.
      if (!tasks.some(({ desiredStatus }) => desiredStatus === 'RUNNING')) return 'ended'
      await client
        .send(new StopTaskCommand({ cluster, task: taskArn, reason }))
        .catch((error: unknown) => throwExplained(error, `StopTask of ${taskArn}`))
      return 'stopped'
    },
  }
}
