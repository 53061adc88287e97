import type { Functions } from '../functions.ts'
import type { RestAction } from '../rest.ts'
import { describeFunction } from './describe-function.ts'

export function getFunctionConfiguration(functions: Functions): RestAction {
  return {
    name: 'GetFunctionConfiguration',
    method: 'GET',
    path: /^\/functions\/(?<name>[^/]+)\/configuration$/,
    async run({ parameters, query }) {
      const found = functions.find(parameters.name as string, query.get('Qualifier') ?? undefined)
      return { status: 200, body: JSON.stringify(describeFunction(found)) }
    },
  }
}
