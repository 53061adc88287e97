import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { ChangeSets } from '../change-sets.ts'
import type { TemplateSource } from '../template-source.ts'
import { stackInput, strictForm } from './stack-input.ts'

const imported = z.strictObject({
  ResourceType: z.string(),
  LogicalResourceId: z.string(),
  /** One property, which names the resource. */
  ResourceIdentifier: z.record(z.string(), z.string()).transform((given, context) => {
    const [value, ...more] = Object.values(given)
    if (value !== undefined && more.length === 0) return value
    context.addIssue({ code: 'custom', message: 'has to have one property here' })
    return z.NEVER
  }),
})

export function createChangeSet(changeSets: ChangeSets, templates: TemplateSource) {
  return queryAction({
    name: 'CreateChangeSet',
    input: strictForm({
      ...stackInput,
      ChangeSetName: z.string(),
      ChangeSetType: z.literal('IMPORT', 'the local runtime has change sets of type IMPORT alone'),
      Description: z.unknown().optional(),
      ResourcesToImport: z.array(imported),
    }),
    async run(input) {
      const { id, stackId } = await changeSets.create({
        stackName: input.StackName,
        changeSetName: input.ChangeSetName,
        template: await templates(input),
        parameters: input.Parameters,
        tags: input.Tags,
        physicalIds: new Map(
          input.ResourcesToImport.map(({ LogicalResourceId, ResourceIdentifier }) => [
            LogicalResourceId,
            ResourceIdentifier,
          ]),
        ),
      })
      return { Id: id, StackId: stackId }
    },
  })
}
