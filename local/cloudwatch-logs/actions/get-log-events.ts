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

/** The newest lines alone: there are no tokens to go back or on with. */
export function getLogEvents({ dataFolder, clock }: Site) {
  const folder = join(dataFolder, 'logs')

  return jsonAction({
    name: 'GetLogEvents',
    input: z.strictObject({
      logGroupName: name,
      logStreamName: name,
      limit: z.int().min(1).max(EVENTS_MAX).default(EVENTS_MAX),
      startFromHead: z.literal(false).default(false),
    }),
    async run({ logGroupName, logStreamName, limit }) {
      const file = logFile(folder, logGroupName, logStreamName)
      // A name with `..` in it is no stream's.
      const lines = file.startsWith(`${folder}${sep}`) ? await readTail(file, limit) : undefined
      if (!lines) throw new ApiError('ResourceNotFoundException', 'The specified log stream does not exist.')
      const now = clock.now()
      return {
        events: lines.map((message) => ({
          timestamp: lineTime(message) ?? now,
          message,
          ingestionTime: now,
        })),
      }
    },
  })
}
