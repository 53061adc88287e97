import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stacks } from '../stacks.ts'

export function listExports(stacks: Stacks) {
  return queryAction({
    name: 'ListExports',
    input: z.object({}),
    run: () => ({
      Exports: stacks.exports().map(({ stackId, exportName, value }) => ({
        ExportingStackId: stackId,
        Name: exportName,
        Value: value,
      })),
    }),
  })
}
