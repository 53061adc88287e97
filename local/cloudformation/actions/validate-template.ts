import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { queryAction } from '../../protocol/aws-query.ts'
import { parseTemplate } from '../template.ts'
import { TemplateError } from '../template-error.ts'
import type { TemplateSource } from '../template-source.ts'

/** As on AWS, it looks at the form alone: what a resource makes of its properties shows when it is made. */
export function validateTemplate(templates: TemplateSource) {
  return queryAction({
    name: 'ValidateTemplate',
    input: z.object({ TemplateBody: z.string().optional(), TemplateURL: z.string().optional() }),
    async run(input) {
      const { Description, Parameters, Resources } = parse(await templates(input))
      const named = Object.values(Resources).some(({ Type }) => Type.startsWith('AWS::IAM::'))
      return {
        Description,
        Parameters: Object.entries(Parameters).map(([key, parameter]) => ({
          ParameterKey: key,
          DefaultValue: parameter.Default,
          NoEcho: parameter.NoEcho === true,
          Description: parameter.Description,
        })),
        Capabilities: named ? ['CAPABILITY_NAMED_IAM'] : [],
      }
    },
  })
}

function parse(template: unknown) {
  try {
    return parseTemplate(template)
  } catch (error) {
    if (error instanceof TemplateError) throw new ApiError('ValidationError', error.message)
    throw error
  }
}
