import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { readBody } from './body.ts'
import { authorize } from './caller.ts'

/** One action of a JSON API, a file each: parses its input, returns the output's JSON. */
export interface JsonAction<Input = never> {
  /** As in `X-Amz-Target`, for example `RunTask`. */
  readonly name: string
  readonly input: z.ZodType<Input>
  run(input: Input, request: IncomingMessage): unknown
}

/** Ties an input schema to the action that takes it. */
export function jsonAction<Input>(action: JsonAction<Input>): JsonAction {
  return action as unknown as JsonAction
}

/** How a service tells an error whose name or headers are not those of the code. */
export type DescribeError = (error: ApiError) => {
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
}

/** Answers the JSON protocols 1.0 and 1.1 (ECS, EventBridge, SQS, …): `X-Amz-Target: <service>.<action>`. */
export function createJsonApi(
  service: string,
  actions: readonly JsonAction[],
  describeError: DescribeError = ({ code }) => ({ type: code, headers: {} }),
) {
  const byName = new Map(actions.map((action) => [action.name, action]))
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const name =
        String(request.headers['x-amz-target'] ?? '')
          .split('.')
          .at(-1) ?? ''
      const action = byName.get(name)
      if (!action) {
        throw new ApiError(
          'UnknownOperationException',
          `The local runtime has no ${service} action ${name || '(none named)'}.`,
        )
      }
      const body = await readBody(request)
      const given: unknown = body.length > 0 ? JSON.parse(body.toString('utf8')) : {}
      const input = action.input.safeParse(given)
      if (!input.success) throw new ApiError('ValidationException', z.prettifyError(input.error))
      authorize(request, name, given)
      answer(response, 200, (await action.run(input.data as never, request)) ?? {})
    } catch (error) {
      if (error instanceof SyntaxError) {
        answer(response, 400, { __type: 'SerializationException', message: error.message })
      } else if (error instanceof ApiError) {
        const { type, headers } = describeError(error)
        answer(
          response,
          error.status,
          { __type: type, message: error.message, ...error.fields },
          { 'x-amzn-errortype': type, ...headers },
        )
      } else throw error
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
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  })
  response.end(JSON.stringify(body))
}
