import type { Functions } from '../functions.ts'
import type { RestAction } from '../rest.ts'
import { describeFunction } from './describe-function.ts'

export function getFunction(functions: Functions): RestAction {
  return {
    name: 'GetFunction',
    method: 'GET',
    path: /^\/functions\/(?<name>[^/]+)$/,
    async run({ parameters, query }) {
      const found = functions.find(parameters.name as string, query.get('Qualifier') ?? undefined)
      const { folder } = found.settings.code
      const code = { RepositoryType: 'S3', Location: `file://${folder}` }
      return { status: 200, body: JSON.stringify({ Configuration: describeFunction(found), Code: code }) }
    },
  }
}
