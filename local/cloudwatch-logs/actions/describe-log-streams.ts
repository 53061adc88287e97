import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { arn, type Site } from '../../site.ts'
import { streamsOf } from '../log-folder.ts'

const STREAMS_MAX = 50 // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html

/** The token is the number of streams that were told before. */
export function describeLogStreams(site: Site) {
  return jsonAction({
    name: 'DescribeLogStreams',
    input: z.strictObject({
      logGroupName: z.string(),
      logStreamNamePrefix: z.string().default(''),
      orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
      descending: z.boolean().default(false),
      limit: z.int().min(1).max(STREAMS_MAX).default(STREAMS_MAX),
      nextToken: z.string().regex(/^\d+$/).default('0'),
    }),
    run({ logGroupName, logStreamNamePrefix, orderBy, descending, limit, nextToken }) {
      const sign = descending ? -1 : 1
      const streams = streamsOf(site, logGroupName)
        .filter(({ name }) => name.startsWith(logStreamNamePrefix))
        .sort((a, b) =>
          orderBy === 'LastEventTime'
            ? sign * (a.changedAt - b.changedAt)
            : sign * (a.name < b.name ? -1 : 1),
        )
      const end = Number(nextToken) + limit
      return {
        logStreams: streams.slice(Number(nextToken), end).map(({ name, createdAt, changedAt, bytes }) => ({
          logStreamName: name,
          arn: arn(site, 'logs', `log-group:${logGroupName}:log-stream:${name}`),
          creationTime: createdAt,
          firstEventTimestamp: createdAt,
          lastEventTimestamp: changedAt,
          lastIngestionTime: changedAt,
          storedBytes: bytes,
        })),
        ...(end < streams.length ? { nextToken: String(end) } : {}),
      }
    },
  })
}
