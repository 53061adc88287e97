import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from '../protocol/api-error.ts'
import { readBody } from '../protocol/body.ts'
import { authorize } from '../protocol/caller.ts'

/** One action of Lambda's API, a file each. */
export interface RestAction {
  /** As in the API reference, for example `Invoke`. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Of the path without the date of the API's version; its named groups are the action's parameters. */
  readonly path: RegExp
  run(request: RestRequest): Promise<RestAnswer>
}

interface RestRequest {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface RestAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON text; nothing where it is left out. */
  readonly body?: string
}

export function createRestApi(actions: readonly RestAction[]) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1')
      const path = pathname.replace(/^\/\d{4}-\d{2}-\d{2}/, '').replace(/\/$/, '')
      const body = await readBody(request)
      for (const action of actions) {
        const match = action.method === request.method ? action.path.exec(path) : null
        if (!match) continue
        const parameters = Object.fromEntries(
          Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
        )
        authorize(request, action.name, parameters)
        return send(response, await action.run({ parameters, query, headers: request.headers, body }))
      }
      throw new ApiError(
        'UnknownOperationException',
        `The local runtime has no Lambda action ${request.method} ${pathname}.`,
        404,
      )
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      send(response, {
        status: error.status,
        headers: { 'x-amzn-errortype': error.code },
        body: JSON.stringify({ Type: error.status < 500 ? 'User' : 'Service', Message: error.message }),
      })
    }
  }
}

function send(response: ServerResponse, { status, headers, body }: RestAnswer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  })
  response.end(body)
}
