import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { arn, type Site } from '../../site.ts'

const USER = 'local'

export function getCallerIdentity(site: Site) {
  return queryAction({
    name: 'GetCallerIdentity',
    input: z.object({}),
    run: () => ({
      Account: site.accountId,
      Arn: arn({ ...site, region: '' }, 'iam', `user/${USER}`),
      UserId: `AIDA${USER.toUpperCase()}`,
    }),
  })
}
