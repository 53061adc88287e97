import type { ApiNeeds, Input, Need, Surroundings } from './need.ts'

/** Service Authorization Reference, CloudWatch Logs. The first two are what an agent asks that writes somebody's log. */
export const logsNeeds: ApiNeeds = {
  prefix: 'logs',
  actions: { CreateLogStream: group, PutLogEvents: stream, GetLogEvents: stream },
}

function group({ logGroupName }: Input, { region, accountId }: Surroundings): Need {
  return { resource: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*` }
}

function stream({ logGroupName, logStreamName }: Input, { region, accountId }: Surroundings): Need {
  return {
    resource: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:${logStreamName}`,
  }
}
