import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../engine.ts'
import type { Task, TaskContainer } from '../task/task.ts'
import { taskCredentials } from './credentials.ts'
import { containerMetadata, taskMetadata } from './metadata.ts'
import { answerTaskProtection } from './task-protection.ts'

/** What containers ask of their surroundings: the metadata endpoint, version 4, and the agent's API. */
export function createAgent(engine: Engine) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, , api, runtimeId = '', ...rest] = new URL(request.url ?? '/', 'http://agent').pathname.split('/')
    const found = findContainer(engine, runtimeId)
    const { status, body } = found
      ? await route(engine, request, { api: `${api}/${rest.join('/')}`, ...found })
      : { status: 404, body: { error: `No container of a live task has the id ${runtimeId}.` } }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
}

export interface AgentAnswer {
  readonly status: number
  readonly body: unknown
}

async function route(
  engine: Engine,
  request: IncomingMessage,
  asked: { api: string; task: Task; container: TaskContainer },
): Promise<AgentAnswer> {
  const { api, task, container } = asked
  if (api === 'v4/') return { status: 200, body: containerMetadata(task, container) }
  if (api === 'v4/task') return { status: 200, body: taskMetadata(task) }
  if (api === 'credentials/') return taskCredentials(engine, task)
  if (api === 'api/task-protection/v1/state') return answerTaskProtection(engine, request, task)
  return { status: 404, body: { error: `The local runtime has no ${request.url} for containers.` } }
}

function findContainer({ tasks }: Engine, runtimeId: string) {
  const task = tasks.find(runtimeId.split('-')[0] ?? '')
  const container = task?.containers.find((each) => each.runtimeId === runtimeId)
  return task && container ? { task, container } : undefined
}
