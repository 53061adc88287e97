import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { arn, type Site } from '../../site.ts'
import type { Roles } from '../roles.ts'
import { policyDocuments } from './policies.ts'

const NAME_LENGTH_MAX = 64 // IAM: role names
const ID_DIGITS = 17

const properties = z.strictObject({
  RoleName: z.string().max(NAME_LENGTH_MAX).optional(),
  Path: z.string().default('/'),
  AssumeRolePolicyDocument: z.looseObject({}),
  Policies: policyDocuments,
  ManagedPolicyArns: z
    .array(
      z.never({
        error: 'the local runtime does not know the policies of AWS: write out what the role needs',
      }),
    )
    .optional(),
  PermissionsBoundary: z.never({ error: 'permissions boundaries are not supported locally' }).optional(),
  // Without a meaning here.
  Description: z.string().optional(),
  MaxSessionDuration: z.coerce.number().optional(),
  Tags: z.array(z.unknown()).optional(),
})

/** A role, whose policies are read once here and hold for every call. */
export function roleResource(
  site: Pick<Site, 'accountId'>,
  roles: Roles,
): ResourceType<z.output<typeof properties>> {
  return {
    type: 'AWS::IAM::Role',
    properties,
    async apply({ stackName, logicalId, properties: given, physicalName }) {
      const name = given.RoleName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const roleArn = arn({ ...site, region: '' }, 'iam', `role${given.Path}${name}`)
      roles.put({
        arn: roleArn,
        name,
        label: logicalId,
        trust: given.AssumeRolePolicyDocument,
        inline: given.Policies,
      })
      return { physicalId: name, attributes: { Arn: roleArn, RoleId: roleId(`${stackName}/${logicalId}`) } }
    },
    remove: async ({ physicalId }) => roles.remove(physicalId),
  }
}

function roleId(text: string): string {
  return `AROA${createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS).toUpperCase()}`
}
