import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Site } from '../../site.ts'
import type { Functions } from '../functions.ts'

const properties = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  EventSourceToken: z.never({ error: 'event source tokens are not supported locally' }).optional(),
  PrincipalOrgID: z.never({ error: 'there are no organizations locally' }).optional(),
})

/** A statement of the policy that a function has. */
export function permissionResource(
  { permissions }: Pick<Site, 'permissions'>,
  functions: Functions,
): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Lambda::Permission',
    properties,
    async apply({ stackName, logicalId, properties: given, physicalName }) {
      const { settings } = functions.find(given.FunctionName)
      permissions?.putPolicy({ stackName, logicalId }, [settings.arn], {
        Version: '2012-10-17',
        Statement: statement(given, settings.arn),
      })
      const id = physicalName({ maxLength: 100 })
      return { physicalId: id, attributes: { Id: id } }
    },
    remove: async (made) => permissions?.removePolicy(made),
  }
}

function statement(given: z.infer<typeof properties>, functionArn: string) {
  const { Action, Principal, SourceArn, SourceAccount } = given
  return {
    Effect: 'Allow',
    Action,
    // A function's version and alias have the policy of the function here.
    Resource: [functionArn, `${functionArn}:*`],
    Principal: Principal.includes('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
    Condition: {
      ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  }
}
