import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { queryAction } from '../../protocol/aws-query.ts'

const ROLES: Readonly<Record<string, string>> = { 'ecs.amazonaws.com': 'AWSServiceRoleForECS' }

/** In this account ECS has run before. */
export function createServiceLinkedRole() {
  return queryAction({
    name: 'CreateServiceLinkedRole',
    input: z.object({ AWSServiceName: z.string(), Description: z.string().optional() }),
    run({ AWSServiceName: service }) {
      const role = ROLES[service]
      throw new ApiError(
        'InvalidInput',
        role
          ? `Service role name ${role} has been taken in this account, please try a different suffix.`
          : `The local runtime has no role of the service ${service}.`,
      )
    },
  })
}
