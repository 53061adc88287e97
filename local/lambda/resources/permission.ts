import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Functions } from '../functions.ts'

const properties = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  EventSourceToken: z.string().optional(),
  PrincipalOrgID: z.string().optional(),
})

/** Here everybody may invoke; that the function is there is checked. */
export function permissionResource(functions: Functions): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Lambda::Permission',
    properties,
    async apply({ properties: { FunctionName: name }, physicalName }) {
      functions.find(name)
      const id = physicalName({ maxLength: 100 })
      return { physicalId: id, attributes: { Id: id } }
    },
  }
}
