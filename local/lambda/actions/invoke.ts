import { ApiError } from '../../protocol/api-error.ts'
import type { Functions } from '../functions.ts'
import type { AsynchronousInvoker } from '../invocation/asynchronous.ts'
import { invoke } from '../invocation/invoke.ts'
import type { RestAction, RestAnswer } from '../rest.ts'

export function invokeAction(functions: Functions, asynchronous: AsynchronousInvoker): RestAction {
  return {
    name: 'Invoke',
    method: 'POST',
    path: /^\/functions\/(?<name>[^/]+)\/invocations$/,
    async run({ parameters, query, headers, body }): Promise<RestAnswer> {
      const name = parameters.name as string
      const qualifier = query.get('Qualifier') ?? undefined
      const type = headers['x-amz-invocation-type'] ?? 'RequestResponse'
      // Without a payload a function gets an empty object.
      const payload = body.length > 0 ? body.toString('utf8') : '{}'
      const target = functions.find(name, qualifier)
      if (type === 'DryRun') return { status: 204 }
      if (type === 'Event') {
        await asynchronous.accept(name, payload)
        return { status: 202 }
      }
      if (type !== 'RequestResponse') {
        throw new ApiError('InvalidParameterValueException', `There is no invocation type ${type}.`)
      }
      const result = await invoke(target, payload)
      const wantsLog = headers['x-amz-log-type'] === 'Tail'
      return {
        status: 200,
        headers: {
          'x-amz-executed-version': '$LATEST',
          ...(result.error ? { 'x-amz-function-error': 'Unhandled' } : {}),
          ...(wantsLog ? { 'x-amz-log-result': Buffer.from(result.logTail).toString('base64') } : {}),
        },
        body: result.payload,
      }
    },
  }
}
