import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { page, paging } from './page.ts'

export function listTaskDefinitionsAction({ definitions }: Engine) {
  return jsonAction({
    name: 'ListTaskDefinitions',
    input: z.strictObject({
      familyPrefix: z.string().optional(),
      status: z.enum(['ACTIVE', 'INACTIVE']).default('ACTIVE'),
      sort: z.enum(['ASC', 'DESC']).default('ASC'),
      ...paging,
    }),
    run(input) {
      const found = definitions
        .all()
        .filter(
          ({ family, status }) =>
            status === input.status && (!input.familyPrefix || family === input.familyPrefix),
        )
        .sort((a, b) => a.family.localeCompare(b.family) || a.revision - b.revision)
      if (input.sort === 'DESC') found.reverse()
      const { items, ...next } = page(found, input)
      return { taskDefinitionArns: items.map(({ taskDefinitionArn }) => taskDefinitionArn), ...next }
    },
  })
}
