import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StopTaskCommand } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import type { Permissions } from '../../../local/iam/permissions.ts'
import { ApiError } from '../../../local/protocol/api-error.ts'
import { NETWORK, setup, until } from './setup.ts'

const WRITES_ENV = `
  import { writeFileSync, renameSync } from 'node:fs'
  writeFileSync('env.new', JSON.stringify(process.env))
  renameSync('env.new', 'env.json')
  setInterval(() => {}, 1000)`

const ROLES = { TaskRoleArn: 'arn:role/task', ExecutionRoleArn: 'arn:role/execution' }
const LOGS = {
  LogConfiguration: {
    LogDriver: 'awslogs',
    Options: {
      'awslogs-group': '/ecs/stage',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'work',
    },
  },
}

/** IAM that refuses one thing: an action, or to take a role on. */
function refusing(refused: string) {
  const asked: string[] = []
  function ask(what: string): void {
    asked.push(what)
    if (what.startsWith(refused)) throw new ApiError('AccessDeniedException', `nobody may ${what}`)
  }
  const permissions: Permissions = {
    takeRole({ arn, service }) {
      ask(`take ${arn} as ${service}`)
      return {
        roleArn: arn,
        credentials: { accessKeyId: 'ASIALOCAL', secretAccessKey: 'secret', sessionToken: 'token' },
        may: (api, action, input) => ask(`${arn} ${api}:${action} ${JSON.stringify(input)}`),
        end: () => void asked.push(`end ${arn}`),
      }
    },
    asService: () => undefined,
    putPolicy: () => undefined,
    removePolicy: () => undefined,
  }
  return { permissions, asked }
}

async function start(refused: string, container: Record<string, unknown> = LOGS) {
  const { permissions, asked } = refusing(refused)
  const ecs = await setup({ permissions })
  const taskDefinition = await ecs.define(WRITES_ENV, { task: ROLES, container })
  const { tasks } = await ecs.ecs.runTask({ cluster: 'stage', taskDefinition, networkConfiguration: NETWORK })
  const taskArn = tasks[0]?.taskArn ?? ''
  const stopped = () =>
    until(() => {
      const last = ecs.details(taskArn).at(-1)
      expect(last).toMatchObject({ lastStatus: 'STOPPED' })
      return last as { stopCode: string; stoppedReason: string }
    })
  return { ...ecs, asked, taskArn, stopped }
}

test('a task finds the keys of its role at an address of its own, for as long as it lives', async () => {
  const { imageFolder, client, taskArn, stopped, asked } = await start('nothing')
  const env = await until(
    () => JSON.parse(readFileSync(join(imageFolder, 'env.json'), 'utf8')) as Record<string, string>,
  )
  expect(Object.keys(env)).not.toContain('AWS_ACCESS_KEY_ID')
  const address = env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? ''
  expect(await (await fetch(address)).json()).toEqual({
    RoleArn: 'arn:role/task',
    AccessKeyId: 'ASIALOCAL',
    SecretAccessKey: 'secret',
    Token: 'token',
    Expiration: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  await client.send(new StopTaskCommand({ cluster: 'stage', task: taskArn }))
  await stopped()
  expect(asked.at(-1)).toBe('end arn:role/task')
})

test('a role that the service may not take on keeps the task from starting', async () => {
  const { stopped } = await start('take arn:role/task')
  expect(await stopped()).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringMatching(
      /^ECS was unable to assume the role 'arn:role\/task' that was provided/,
    ),
  })
})

test('an execution role that may not write the log keeps the task from starting', async () => {
  const { stopped } = await start('arn:role/execution logs:CreateLogStream')
  expect((await stopped()).stoppedReason).toMatch(
    /^ResourceInitializationError: .*failed to create Cloudwatch log stream: AccessDeniedException: nobody may/,
  )
})

test('an image of ECR is pulled with the execution role', async () => {
  const Image = '000000000000.dkr.ecr.eu-west-1.amazonaws.com/team/workers@sha256:00'
  const { stopped, asked } = await start('arn:role/execution ecr:BatchGetImage', { ...LOGS, Image })
  expect((await stopped()).stoppedReason).toMatch(
    /^CannotPullContainerError: .*AccessDeniedException: nobody may/,
  )
  expect(asked).toContain('arn:role/execution ecr:GetAuthorizationToken {}')
  expect(asked.at(-1)).toBe(
    'arn:role/execution ecr:BatchGetImage {"repositoryArn":"arn:aws:ecr:eu-west-1:000000000000:repository/team/workers"}',
  )
})

test('the agent refuses protection to a task whose role may not ask for it', async () => {
  const { imageFolder } = await start('arn:role/task ecs:UpdateTaskProtection')
  const env = await until(
    () => JSON.parse(readFileSync(join(imageFolder, 'env.json'), 'utf8')) as Record<string, string>,
  )
  const response = await fetch(`${env.ECS_AGENT_URI}/task-protection/v1/state`, {
    method: 'PUT',
    body: JSON.stringify({ ProtectionEnabled: true }),
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { Code: 'AccessDeniedException' } })
})
