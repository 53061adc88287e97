import {
  ConflictException,
  DescribeTasksCommand,
  type ECSClient,
  ECSServiceException,
  RunTaskCommand,
} from '@aws-sdk/client-ecs'
import type { LaunchAnswer, TaskLauncher, TaskToLaunch } from '../launch/task-launcher.ts'
import { StevedoreError } from '../platform/error.ts'
import { faultKind } from './explain-error.ts'

export interface EcsTaskLauncherOptions {
  readonly client: Pick<ECSClient, 'send'>
  readonly cluster: string
  /** Family, or ARN with a revision. */
  readonly taskDefinition: string
  readonly subnets: readonly string[]
  readonly securityGroups: readonly string[]
  readonly assignPublicIp: 'ENABLED' | 'DISABLED'
}

/**
 * ECS tells the limits of the services behind it as faults of the caller, such as an `InvalidParameterException` of a
 * security group that EC2 had no time to look up. They pass.
 */
const PASSING_TEXT =
  /RequestLimitExceeded|request limit exceeded|rate exceeded|throttl|reached the limit on the number/i

const PROVIDERS = { spot: 'FARGATE_SPOT', 'on-demand': 'FARGATE' } as const

export function createEcsTaskLauncher(options: EcsTaskLauncherOptions): TaskLauncher {
  const { client, cluster, taskDefinition, subnets, securityGroups, assignPublicIp } = options

  return {
    async launch(task) {
      try {
        const { tasks = [], failures = [] } = await client.send(runTask(task))
        const [started] = tasks
        if (started) return startedAs(started.taskArn)
        // ECS answers 200 with neither a task nor a failure for nothing that is known: no room says it best.
        const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '))
        return { kind: 'no-capacity', reason: reasons.join('; ') || 'ECS started no task and gave no reason' }
      } catch (error) {
        return answerTo(error, { cluster, taskDefinition })
      }
    },

    async hasEnded(taskArn) {
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }))
      // ECS forgets a stopped task after about an hour.
      return tasks.every(({ lastStatus }) => lastStatus === 'STOPPED')
    },
  }

  function runTask({ token, startedBy, capacity, override }: TaskToLaunch): RunTaskCommand {
    return new RunTaskCommand({
      cluster,
      taskDefinition,
      count: 1,
      clientToken: token,
      startedBy,
      capacityProviderStrategy: [{ capacityProvider: PROVIDERS[capacity], weight: 1 }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...subnets],
          securityGroups: [...securityGroups],
          assignPublicIp,
        },
      },
      overrides: {
        ...override,
        containerOverrides: override.containerOverrides.map((container) => ({
          ...container,
          environment: [...container.environment],
        })),
      },
      propagateTags: 'TASK_DEFINITION',
    })
  }
}

function answerTo(error: unknown, target: { cluster: string; taskDefinition: string }): LaunchAnswer {
  // The token is taken by a task that was started under an older template: this launch has its task.
  if (error instanceof ConflictException) return startedAs(error.resourceIds?.[0])
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const kind = faultKind(error)
  if (kind === 'throttled' || kind === 'unavailable' || PASSING_TEXT.test(why)) {
    const message = `ECS did not take the task: ${why}. It is asked again later`
    return { kind: 'not-now', error: new StevedoreError('dependency.unavailable', message, { cause: error }) }
  }
  if (!(error instanceof ECSServiceException)) throw error
  const message = `ECS will not start ${target.taskDefinition} in cluster ${target.cluster}: ${why}. Put that right, then redrive the message`
  return { kind: 'refused', error: new StevedoreError('launch.failed', message, { cause: error }) }
}

function startedAs(taskArn: string | undefined): LaunchAnswer {
  return { kind: 'started', ...(taskArn === undefined ? {} : { taskArn }) }
}
