import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import type { Site } from '../../site.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { RestAction } from '../rest.ts'
import { describeMapping } from './describe-mapping.ts'

const input = z.strictObject({ Enabled: z.boolean() })

/** Switches a mapping on and off; everything else is the template's. At the next start the template's word holds. */
export function updateEventSourceMapping(site: Site, mappings: Mappings): RestAction {
  return {
    name: 'UpdateEventSourceMapping',
    method: 'PUT',
    path: /^\/event-source-mappings\/(?<uuid>[^/]+)$/,
    async run({ parameters, body }) {
      const mapping = mappings.find(parameters.uuid as string)
      const parsed = input.safeParse(JSON.parse(body.toString('utf8') || '{}'))
      if (!parsed.success) {
        throw new ApiError('InvalidParameterValueException', z.prettifyError(parsed.error))
      }
      mapping.update({ ...mapping.settings(), enabled: parsed.data.Enabled })
      return { status: 202, body: JSON.stringify(describeMapping(site, mapping)) }
    },
  }
}
