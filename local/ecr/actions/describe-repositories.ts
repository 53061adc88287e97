import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'

export function describeRepositories() {
  return jsonAction({
    name: 'DescribeRepositories',
    input: z.object({ repositoryNames: z.array(z.string()).default([]), registryId: z.string().optional() }),
    run({ repositoryNames: [name] }) {
      if (name === undefined) return { repositories: [] }
      throw new ApiError(
        'RepositoryNotFoundException',
        `The repository with name '${name}' does not exist in the local runtime.`,
      )
    },
  })
}
