import type { Functions } from '../functions.ts'
import type { RestAction } from '../rest.ts'
import { describeFunction } from './describe-function.ts'

/** All at once, without pages. */
export function listFunctions(functions: Functions): RestAction {
  return {
    name: 'ListFunctions',
    method: 'GET',
    path: /^\/functions$/,
    run: async () => ({
      status: 200,
      body: JSON.stringify({ Functions: functions.all().map(describeFunction) }),
    }),
  }
}
