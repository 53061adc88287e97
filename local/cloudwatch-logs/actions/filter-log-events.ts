import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Site } from '../../site.ts'
import { parseFilterPattern } from '../filter-pattern.ts'
import { streamsOf } from '../log-folder.ts'
import { readEvents } from '../read-events.ts'

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
const EVENTS_MAX = 10_000
const PATTERN_CHARACTERS_MAX = 1_024

/** Lines of all streams by their time. The token is the number of lines that were told before. */
export function filterLogEvents(site: Site) {
  return jsonAction({
    name: 'FilterLogEvents',
    input: z.strictObject({
      logGroupName: z.string(),
      logStreamNames: z.array(z.string()).optional(),
      logStreamNamePrefix: z.string().optional(),
      startTime: z.number().min(0).default(0),
      endTime: z.number().default(Number.POSITIVE_INFINITY),
      filterPattern: z.string().max(PATTERN_CHARACTERS_MAX).optional(),
      limit: z.int().min(1).max(EVENTS_MAX).default(EVENTS_MAX),
      nextToken: z.string().optional(),
      interleaved: z.boolean().optional(),
    }),
    async run({ logGroupName, logStreamNames, logStreamNamePrefix = '', startTime, endTime, ...rest }) {
      const { filterPattern, limit, nextToken = '0' } = rest
      if (!/^\d+$/.test(nextToken)) {
        throw new ApiError('InvalidParameterException', `The specified nextToken is invalid: ${nextToken}`)
      }
      const matches = parseFilterPattern(filterPattern)
      const streams = streamsOf(site, logGroupName).filter(
        ({ name, changedAt }) =>
          changedAt >= startTime &&
          name.startsWith(logStreamNamePrefix) &&
          (logStreamNames?.includes(name) ?? true),
      )
      const events = (await Promise.all(streams.map(readEvents)))
        .flat()
        .filter(({ timestamp, message }) => timestamp >= startTime && timestamp < endTime && matches(message))
        .sort((a, b) => a.timestamp - b.timestamp)
      const end = Number(nextToken) + limit
      return {
        events: events
          .slice(Number(nextToken), end)
          .map((event) => ({ ...event, ingestionTime: event.timestamp })),
        searchedLogStreams: [],
        ...(end < events.length ? { nextToken: String(end) } : {}),
      }
    },
  })
}
