import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from '../protocol/api-error.ts'
import { authorize } from '../protocol/caller.ts'

/** One action of the API, a file each. All of them are GET requests, told by their paths. */
export interface SchedulerAction {
  readonly name: string
  /** Its group `name` is the schedule's. */
  readonly path: RegExp
  /** What it answers is sent as JSON; what it throws as `ApiError` is the answer. */
  run(name: string): object
}

export function createSchedulerApi(actions: readonly SchedulerAction[]) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    try {
      for (const action of request.method === 'GET' ? actions : []) {
        const match = action.path.exec(pathname)
        if (!match) continue
        const name = decodeURIComponent(match.groups?.name ?? '')
        authorize(request, action.name, { name })
        return send(response, 200, action.run(name))
      }
      throw new ApiError(
        'UnknownOperationException',
        `The local runtime has no Scheduler action ${request.method} ${pathname}: it has ${actions.map(({ name }) => name).join(', ')}.`,
        404,
      )
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      response.setHeader('x-amzn-errortype', error.code)
      send(response, error.status, { Message: error.message })
    }
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
