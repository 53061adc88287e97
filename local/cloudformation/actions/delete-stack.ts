import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Deployments } from '../deployments.ts'
import { strictForm } from './stack-input.ts'

export function deleteStack(deployments: Deployments) {
  return queryAction({
    name: 'DeleteStack',
    input: strictForm({
      Action: z.string(),
      Version: z.string().optional(),
      StackName: z.string(),
      ClientRequestToken: z.unknown().optional(),
      RoleARN: z.unknown().optional(),
    }),
    run: ({ StackName }) => deployments.delete(StackName),
  })
}
