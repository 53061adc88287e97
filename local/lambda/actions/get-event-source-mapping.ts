import type { Site } from '../../site.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { RestAction } from '../rest.ts'
import { describeMapping } from './describe-mapping.ts'

export function getEventSourceMapping(site: Site, mappings: Mappings): RestAction {
  return {
    name: 'GetEventSourceMapping',
    method: 'GET',
    path: /^\/event-source-mappings\/(?<uuid>[^/]+)$/,
    run: async ({ parameters }) => ({
      status: 200,
      body: JSON.stringify(describeMapping(site, mappings.find(parameters.uuid as string))),
    }),
  }
}
