import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

// CloudWatch Logs cuts an event at this size (AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html).
const LINE_CHARACTERS_MAX = 1024 * 1024

/** Calls `take` for every line, without its end; a longer line comes in pieces. Resolves when the stream ends or is destroyed. */
export function splitLines(stream: Readable, take: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line.endsWith('\r') ? line.slice(0, -1) : line)
    while (rest.length > LINE_CHARACTERS_MAX) {
      take(rest.slice(0, LINE_CHARACTERS_MAX))
      rest = rest.slice(LINE_CHARACTERS_MAX)
    }
  })
  return new Promise((resolve, reject) => {
    stream.once('error', reject)
    stream.once('close', () => {
      rest += decoder.end()
      if (rest) take(rest)
      resolve()
    })
  })
}
