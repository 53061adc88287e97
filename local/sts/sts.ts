import type { Plugin } from '../plugin.ts'
import { createQueryApi } from '../protocol/aws-query.ts'
import type { Site } from '../site.ts'
import { getCallerIdentity } from './actions/get-caller-identity.ts'

/** STS of the local runtime: people are the account's one user, tasks and functions are sessions of their roles. */
export function createSts(site: Site): Plugin {
  return {
    scopes: ['sts'],
    resources: [],
    handle: createQueryApi('STS', 'https://sts.amazonaws.com/doc/2011-06-15/', [getCallerIdentity(site)]),
    close: async () => {},
  }
}
