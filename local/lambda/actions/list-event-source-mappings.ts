import type { Site } from '../../site.ts'
import type { Functions } from '../functions.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { RestAction } from '../rest.ts'
import { describeMapping } from './describe-mapping.ts'

/** All at once, without pages; of one function or one queue where the query names it. */
export function listEventSourceMappings(site: Site, functions: Functions, mappings: Mappings): RestAction {
  return {
    name: 'ListEventSourceMappings',
    method: 'GET',
    path: /^\/event-source-mappings$/,
    async run({ query }) {
      const name = query.get('FunctionName')
      const source = query.get('EventSourceArn')
      const functionArn = name === null ? undefined : functions.find(name).settings.arn
      const found = mappings
        .all()
        .map((mapping) => describeMapping(site, mapping))
        .filter(({ EventSourceArn: of }) => source === null || source === of)
        .filter(({ FunctionArn: of }) => functionArn === undefined || `${of}:`.startsWith(`${functionArn}:`))
      return { status: 200, body: JSON.stringify({ EventSourceMappings: found }) }
    },
  }
}
