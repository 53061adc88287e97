import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { readBody } from '../../protocol/body.ts'
import type { Engine } from '../engine.ts'
import { isProtected, protect, protectionRefusal } from '../task/protection.ts'
import { serviceNameOf, type Task } from '../task/task.ts'
import type { AgentAnswer } from './agent.ts'

const requestSchema = z.object({
  ProtectionEnabled: z.boolean({ error: 'Does not contain "ProtectionEnabled" field' }),
  ExpiresInMinutes: z.number().optional(),
})

/** GET and PUT of `task-protection/v1/state`: AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html */
export async function answerTaskProtection(
  engine: Engine,
  request: IncomingMessage,
  task: Task,
): Promise<AgentAnswer> {
  if (request.method !== 'PUT' && request.method !== 'GET') {
    return fault(405, task, 'InvalidParameterException', `Method ${request.method} is not allowed.`)
  }
  const body = await readBody(request)
  try {
    // The agent asks ECS with the task's own role.
    const action = request.method === 'GET' ? 'GetTaskProtection' : 'UpdateTaskProtection'
    task.role?.may('ecs', action, { cluster: task.cluster.arn, tasks: [task.arn] })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return fault(400, task, error.code, error.message)
  }
  const refusal = protectionRefusal(task)
  if (request.method === 'GET') return refusal ? failure(task, refusal) : state(engine, task)
  try {
    const { ProtectionEnabled, ExpiresInMinutes } = requestSchema.parse(JSON.parse(body.toString('utf8')))
    if (refusal) return failure(task, refusal)
    protect(
      task,
      { protectionEnabled: ProtectionEnabled, expiresInMinutes: ExpiresInMinutes },
      engine.site.clock,
    )
  } catch (error) {
    if (error instanceof z.ZodError) {
      return fault(400, task, 'InvalidParameterException', z.prettifyError(error))
    }
    if (error instanceof SyntaxError || error instanceof ApiError) {
      return fault(400, task, 'InvalidParameterException', error.message)
    }
    throw error
  }
  const service = engine.services.lookUp(task.cluster, serviceNameOf(task) ?? '')
  if (service) engine.services.wake(service)
  return state(engine, task)
}

function state(engine: Engine, task: Task): AgentAnswer {
  const enabled = isProtected(task, engine.site.clock.now())
  return {
    status: 200,
    body: {
      protection: {
        ...(enabled ? { ExpirationDate: new Date(task.protectedUntil ?? 0).toISOString() } : {}),
        ProtectionEnabled: enabled,
        TaskArn: task.arn,
      },
    },
  }
}

/** The agent answers 200 for what ECS lists as a failure. */
function failure(task: Task, { reason, detail }: { reason: string; detail?: string }): AgentAnswer {
  return {
    status: 200,
    body: { failure: { Arn: task.arn, ...(detail ? { Detail: detail } : {}), Reason: reason } },
  }
}

function fault(status: number, task: Task, code: string, message: string): AgentAnswer {
  return {
    status,
    body: { requestID: randomUUID(), error: { Arn: task.arn, Code: code, Message: message } },
  }
}
