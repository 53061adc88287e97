import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { readBody } from '../../protocol/body.ts'
import { authorize } from '../../protocol/caller.ts'
import type { Action } from './action.ts'
import { decodeCbor } from './decode-cbor.ts'
import { encodeCbor } from './encode-cbor.ts'

/** Answers Smithy's RPC v2 CBOR: `POST /service/<service>/operation/<action>`. */
export function createCborApi(service: string, actions: readonly Action[]) {
  const byName = new Map(actions.map((action) => [action.name, action]))
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const name = /\/operation\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '(none named)'
      const body = await readBody(request)
      const action = byName.get(name)
      if (!action) {
        throw new ApiError('UnknownOperationException', `The local runtime has no ${service} action ${name}.`)
      }
      const given = body.length > 0 ? decodeCbor(body) : {}
      const input = action.input.safeParse(given)
      if (!input.success) throw new ApiError('ValidationError', z.prettifyError(input.error))
      authorize(request, name, given)
      answer(response, 200, action.run(input.data as never) ?? {})
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const { code, message, status } = error
      answer(
        response,
        status,
        { __type: code, message },
        { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` },
      )
    }
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  })
  response.end(encodeCbor(body))
}
