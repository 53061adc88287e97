import type { Plugin } from '../plugin.ts'
import { createJsonApi } from '../protocol/aws-json.ts'
import { describeRepositories } from './actions/describe-repositories.ts'

/** ECR without a repository: tasks run the packaged file tree. The framework asks for one when it removes a service. */
export function createEcr(): Plugin {
  return {
    scopes: ['ecr'],
    resources: [],
    handle: createJsonApi('ECR', [describeRepositories()]),
    close: async () => {},
  }
}
