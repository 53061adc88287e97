import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Deployments } from '../deployments.ts'
import type { TemplateSource } from '../template-source.ts'
import { stackInput, strictForm } from './stack-input.ts'

export function createStack(deployments: Deployments, templates: TemplateSource) {
  return queryAction({
    name: 'CreateStack',
    input: strictForm({
      ...stackInput,
      OnFailure: z.enum(['DELETE', 'ROLLBACK', 'DO_NOTHING']).default('ROLLBACK'),
      DisableRollback: z.enum(['true', 'false']).default('false'),
      TimeoutInMinutes: z.unknown().optional(),
    }),
    async run(input) {
      const { id } = deployments.create({
        stackName: input.StackName,
        template: await templates(input),
        parameters: input.Parameters,
        tags: input.Tags,
        onFailure: input.DisableRollback === 'true' ? 'DO_NOTHING' : input.OnFailure,
      })
      return { StackId: id }
    },
  })
}
