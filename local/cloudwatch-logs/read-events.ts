import { readFile } from 'node:fs/promises'
import { lineTime } from './line-time.ts'
import type { LogStreamFile } from './log-folder.ts'

export interface LogEvent {
  readonly eventId: string
  readonly logStreamName: string
  readonly message: string
  /** Milliseconds since 1970. A line that does not say its time has that of the line before it. */
  readonly timestamp: number
}

/** The lines of a stream, oldest first. One that is still being written has no line feed, and is not there yet. */
export async function readEvents({ name, file, createdAt }: LogStreamFile): Promise<readonly LogEvent[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
  let timestamp = createdAt
  return lines.flatMap((message, index) => {
    timestamp = lineTime(message) ?? timestamp
    return message === '' ? [] : [{ eventId: `${name}/${index}`, logStreamName: name, message, timestamp }]
  })
}
