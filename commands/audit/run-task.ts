import { DescribeServicesCommand, DescribeTasksCommand, RunTaskCommand, type Task } from '@aws-sdk/client-ecs'
import { throwExplained } from '../../shared/aws/explain-error.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import { StevedoreError } from '../../shared/platform/error.ts'
import type { Connection } from '../stack/connect.ts'
import { outputOf } from '../stack/output-of.ts'

const LOOK_EVERY_MS = 1_000

/** Starts the audit in the network of the stack's service. Throws `dependency.unavailable` where ECS has no room. */
export async function startTask(
  connection: Connection,
  environment: readonly { readonly name: string; readonly value: string }[],
): Promise<string> {
  const { ecs, stackName } = connection
  const cluster = outputOf(connection, 'ClusterName')
  const service = outputOf(connection, 'LoadQueueServiceName')
  const { services = [] } = await ecs
    .send(new DescribeServicesCommand({ cluster, services: [service] }))
    .catch((error: unknown) => throwExplained(error, `DescribeServices of ${service}`))
  const networkConfiguration = services[0]?.networkConfiguration
  const { tasks = [], failures = [] } = await ecs
    .send(
      new RunTaskCommand({
        cluster,
        taskDefinition: `${stackName}-audit`,
        startedBy: 'npm-run-audit',
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
        propagateTags: 'TASK_DEFINITION',
        ...(networkConfiguration ? { networkConfiguration } : {}),
        overrides: { containerOverrides: [{ name: 'audit', environment: [...environment] }] },
      }),
    )
    .catch((error: unknown) => throwExplained(error, `RunTask of ${stackName}-audit`))
  const taskArn = tasks[0]?.taskArn
  if (taskArn !== undefined) return taskArn
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '))
  throw new StevedoreError(
    'dependency.unavailable',
    `The audit was not started: ${reasons.join('; ') || 'ECS gave no reason'}. Try again in a minute`,
  )
}

/** Looks at the task until it has stopped. */
export async function followTask(
  connection: Connection,
  taskArn: string,
  { clock, signal, onStatus }: { clock: Clock; signal: AbortSignal; onStatus(status: string): void },
): Promise<Task> {
  const cluster = outputOf(connection, 'ClusterName')
  let last = ''
  for (;;) {
    const { tasks = [] } = await connection.ecs
      .send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }))
      .catch((error: unknown) => throwExplained(error, `DescribeTasks of ${taskArn}`))
    const [task] = tasks
    const status = task?.lastStatus ?? ''
    if (task && status === 'STOPPED') return task
    if (status && status !== last) onStatus(status)
    last = status
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}
