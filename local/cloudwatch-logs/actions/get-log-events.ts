import { join, sep } from 'node:path'
import { z } from 'zod'
import { logFile } from '../../logs.ts'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Site } from '../../site.ts'
import { lineTime } from '../line-time.ts'
import { readTail } from '../read-tail.ts'

const name = z.string().min(1).max(512)
const EVENTS_MAX = 10_000

/** CloudWatch cuts pages by time: https://github.com/boto/boto3/issues/3718. How long the gaps are is not told. */
const GAP_MS = 10 * 60_000
const token = z.string().regex(/^b\/\d+$/, 'The specified nextToken is invalid.')

/** From the newest line back, page by page. A page ends at its limit, or where nothing was written for a while. */
export function getLogEvents({ dataFolder, clock }: Site) {
  const folder = join(dataFolder, 'logs')

  return jsonAction({
    name: 'GetLogEvents',
    input: z.strictObject({
      logGroupName: name,
      logStreamName: name,
      limit: z.int().min(1).max(EVENTS_MAX).default(EVENTS_MAX),
      startFromHead: z.literal(false).default(false),
      /** Says how many lines were told before. */
      nextToken: token.optional(),
    }),
    async run({ logGroupName, logStreamName, limit, nextToken }) {
      const file = logFile(folder, logGroupName, logStreamName)
      // A name with `..` in it is no stream's.
      const lines = file.startsWith(`${folder}${sep}`) ? await readTail(file, EVENTS_MAX) : undefined
      if (!lines) throw new ApiError('ResourceNotFoundException', 'The specified log stream does not exist.')
      const now = clock.now()
      const events = timed(lines, now)
      const end = events.length - Number(nextToken?.slice(2) ?? 0)
      const start = pageStart(
        events.slice(0, Math.max(0, end)),
        limit,
        nextToken === undefined ? now : undefined,
      )
      const page = events.slice(start, Math.max(start, end))
      return {
        events: page.map((event) => ({ ...event, ingestionTime: now })),
        nextForwardToken: `f/${events.length - end}`,
        nextBackwardToken: `b/${events.length - start}`,
      }
    },
  })
}

interface Timed {
  readonly timestamp: number
  readonly message: string
}

/** A line that does not say its time has that of the line before it. */
function timed(lines: readonly string[], now: number): readonly Timed[] {
  let timestamp = lines.map(lineTime).find((time) => time !== undefined) ?? now
  return lines.map((message) => {
    timestamp = lineTime(message) ?? timestamp
    return { timestamp, message }
  })
}

/** Where the page begins that ends with the last of these. `now` is that of a request for the newest lines. */
function pageStart(events: readonly Timed[], limit: number, now: number | undefined): number {
  let later = now ?? events.at(-1)?.timestamp ?? 0
  let start = events.length
  while (start > 0 && events.length - start < limit) {
    const { timestamp = later } = events[start - 1] ?? {}
    if (later - timestamp > GAP_MS) break
    later = timestamp
    start--
  }
  return start
}
