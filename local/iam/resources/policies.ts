import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { arn, type Site } from '../../site.ts'
import type { Roles } from '../roles.ts'

const NAME_LENGTH_MAX = 128 // IAM: policy names

export const policyDocuments = z
  .array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.looseObject({}) }))
  .default([])

const policy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: z.looseObject({}),
  Roles: z.array(z.string()).min(1),
  Groups: z.never({ error: 'the local runtime has no groups' }).optional(),
  Users: z.never({ error: 'the local runtime has no users' }).optional(),
})

const managedPolicy = policy.extend({
  PolicyName: z.never().optional(),
  ManagedPolicyName: z.string().optional(),
  Description: z.string().optional(),
  Path: z.string().default('/'),
  Roles: z.array(z.string()).default([]),
})

export function policyResource(roles: Roles): ResourceType<z.output<typeof policy>> {
  return {
    type: 'AWS::IAM::Policy',
    properties: policy,
    async apply({ stackName, logicalId, properties: { PolicyName, PolicyDocument, Roles: names } }) {
      roles.attach({
        id: idOf(stackName, logicalId),
        label: logicalId,
        document: PolicyDocument,
        roleNames: names,
      })
      return { physicalId: PolicyName, attributes: { Id: PolicyName } }
    },
    remove: async ({ stackName, logicalId }) => roles.detach(idOf(stackName, logicalId)),
  }
}

export function managedPolicyResource(
  site: Pick<Site, 'accountId'>,
  roles: Roles,
): ResourceType<z.output<typeof managedPolicy>> {
  return {
    type: 'AWS::IAM::ManagedPolicy',
    properties: managedPolicy,
    async apply({ stackName, logicalId, properties, physicalName }) {
      const name = properties.ManagedPolicyName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const policyArn = arn({ ...site, region: '' }, 'iam', `policy${properties.Path}${name}`)
      roles.attach({
        id: idOf(stackName, logicalId),
        label: logicalId,
        document: properties.PolicyDocument,
        roleNames: properties.Roles,
      })
      return { physicalId: policyArn, attributes: { PolicyArn: policyArn } }
    },
    remove: async ({ stackName, logicalId }) => roles.detach(idOf(stackName, logicalId)),
  }
}

function idOf(stackName: string, logicalId: string): string {
  return `${stackName}/${logicalId}`
}
