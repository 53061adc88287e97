import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { callerOf } from '../../protocol/caller.ts'
import { arn, type Site } from '../../site.ts'

const USER = 'local'

export function getCallerIdentity(site: Site) {
  return queryAction({
    name: 'GetCallerIdentity',
    input: z.object({}),
    run: (_input, request) => {
      const session = callerOf(request)?.arn
      return {
        Account: site.accountId,
        Arn: session ?? arn({ ...site, region: '' }, 'iam', `user/${USER}`),
        UserId: session ? `AROA:${session.split('/').at(-1)}` : `AIDA${USER.toUpperCase()}`,
      }
    },
  })
}
