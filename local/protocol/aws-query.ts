import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { readBody } from './body.ts'
import { authorize } from './caller.ts'
import { toXml } from './xml.ts'

/** One action of a query API, a file each. Lists and maps of the input stay flat, as sent: `member.1.Name`. */
export interface QueryAction<Input = never> {
  readonly name: string
  readonly input: z.ZodType<Input>
  /** The result's content; arrays become `<member>` elements. */
  run(input: Input, request: IncomingMessage): unknown
}

export function queryAction<Input>(action: QueryAction<Input>): QueryAction {
  return action as unknown as QueryAction
}

/** Answers the query protocol (CloudFormation, SNS, STS, …): a form in, XML out. */
export function createQueryApi(service: string, namespace: string, actions: readonly QueryAction[]) {
  const byName = new Map(actions.map((action) => [action.name, action]))
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID()
    try {
      const form = Object.fromEntries(new URLSearchParams((await readBody(request)).toString('utf8')))
      const name = form.Action ?? ''
      const action = byName.get(name)
      if (!action)
        throw new ApiError(
          'InvalidAction',
          `The local runtime has no ${service} action ${name || '(none named)'}.`,
        )
      const input = action.input.safeParse(form)
      if (!input.success) throw new ApiError('ValidationError', z.prettifyError(input.error))
      authorize(request, name, form)
      const result = await action.run(input.data as never, request)
      answer(response, 200, {
        [`${name}Response`]: {
          $xmlns: namespace,
          [`${name}Result`]: result ?? {},
          ResponseMetadata: { RequestId: requestId },
        },
      })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      answer(response, error.status, {
        ErrorResponse: {
          $xmlns: namespace,
          Error: {
            Type: error.status < 500 ? 'Sender' : 'Receiver',
            Code: error.code,
            Message: error.message,
          },
          RequestId: requestId,
        },
      })
    }
  }
}

function answer(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, { 'content-type': 'text/xml' })
  response.end(toXml(body))
}
