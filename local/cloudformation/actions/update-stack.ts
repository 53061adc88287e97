import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Deployments } from '../deployments.ts'
import type { TemplateSource } from '../template-source.ts'
import { stackInput, strictForm } from './stack-input.ts'

export function updateStack(deployments: Deployments, templates: TemplateSource) {
  return queryAction({
    name: 'UpdateStack',
    input: strictForm({
      ...stackInput,
      UsePreviousTemplate: z.enum(['true', 'false']).optional(),
      DisableRollback: z.literal('false', 'an update that fails is always rolled back here').optional(),
    }),
    async run(input) {
      const { id } = deployments.update({
        stackName: input.StackName,
        template: await templates(input),
        parameters: input.Parameters,
        tags: input.Tags,
      })
      return { StackId: id }
    },
  })
}
