import type { RoleSession } from '../../iam/permissions.ts'
import { ApiError } from '../../protocol/api-error.ts'
import { arn, type Site } from '../../site.ts'
import { logStreamOf } from './container-output.ts'
import type { Task } from './task.ts'

const TASKS_SERVICE = 'ecs-tasks.amazonaws.com'
const ECR_IMAGE = /^(?<account>\d+)\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)/

/**
 * Takes on the roles of a task: with the execution role its image is pulled and its log written, the task's own role is
 * what it finds credentials for. Throws in ECS's words what the task then fails to start with.
 */
export function takeTaskRoles(site: Site, task: Task): RoleSession | undefined {
  const { definition, overrides } = task
  const executionRole = take(site, task, overrides.executionRoleArn ?? definition.executionRoleArn)
  if (executionRole) {
    pullImages(executionRole, task)
    openLogs(executionRole, task)
    executionRole.end()
  }
  return take(site, task, overrides.taskRoleArn ?? definition.taskRoleArn)
}

function take(site: Site, task: Task, role: string | undefined): RoleSession | undefined {
  if (role === undefined) return undefined
  try {
    return site.permissions?.takeRole({
      arn: role,
      service: TASKS_SERVICE,
      sessionName: task.id,
      // AWS sends no more than this of the task.
      sourceArn: arn(site, 'ecs', '*'),
    })
  } catch (error) {
    throw told(
      error,
      `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    )
  }
}

// AmazonECS/latest/developerguide/task_execution_IAM_role.html
function pullImages(role: RoleSession, task: Task): void {
  for (const { definition } of task.containers) {
    const { account, region, repository } = ECR_IMAGE.exec(definition.image)?.groups ?? {}
    if (repository === undefined) continue
    const repositoryArn = `arn:aws:ecr:${region}:${account}:repository/${repository}`
    try {
      role.may('ecr', 'GetAuthorizationToken', {})
      for (const action of ['BatchCheckLayerAvailability', 'GetDownloadUrlForLayer', 'BatchGetImage'])
        role.may('ecr', action, { repositoryArn })
    } catch (error) {
      throw told(error, `CannotPullContainerError: pull image manifest of ${definition.image}`)
    }
  }
}

function openLogs(role: RoleSession, task: Task): void {
  for (const container of task.containers) {
    if (container.definition.logConfiguration === undefined) continue
    const { group: logGroupName, stream: logStreamName } = logStreamOf(task, container)
    try {
      role.may('logs', 'CreateLogStream', { logGroupName })
      role.may('logs', 'PutLogEvents', { logGroupName, logStreamName })
    } catch (error) {
      throw told(
        error,
        'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream',
      )
    }
  }
}

function told(error: unknown, words: string): Error {
  if (!(error instanceof ApiError)) return error as Error
  return new Error(`${words}: ${error.code}: ${error.message}`, { cause: error })
}
