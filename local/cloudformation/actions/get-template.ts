import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stacks } from '../stacks.ts'

export function getTemplate(stacks: Stacks) {
  return queryAction({
    name: 'GetTemplate',
    input: z.object({ StackName: z.string() }),
    run: ({ StackName: name }) => ({
      TemplateBody: JSON.stringify(stacks.find(name).template, undefined, 2),
      StagesAvailable: ['Original', 'Processed'],
    }),
  })
}
