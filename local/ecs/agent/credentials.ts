import type { Engine } from '../engine.ts'
import type { Task } from '../task/task.ts'
import type { AgentAnswer } from './agent.ts'

// SDKs ask again a few minutes before; the keys stay good for as long as the task lives.
const CREDENTIALS_MS = 6 * 3600 * 1000

/** What `AWS_CONTAINER_CREDENTIALS_FULL_URI` answers: AmazonECS/latest/developerguide/task-iam-roles.html */
export function taskCredentials({ site }: Engine, { role, id }: Task): AgentAnswer {
  if (!role) return { status: 404, body: { error: `Task ${id} has no role, or has ended.` } }
  const { accessKeyId, secretAccessKey, sessionToken } = role.credentials
  return {
    status: 200,
    body: {
      RoleArn: role.roleArn,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: new Date(site.clock.now() + CREDENTIALS_MS).toISOString(),
    },
  }
}
