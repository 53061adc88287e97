import { readableLogLine } from '../../shared/stop/readable-log-line.ts'
import type { LogEvent } from './read-log.ts'

const ID_CHARACTERS = 4
/** An error is shown with its remedy. */
const LINE_CHARACTERS_MAX = 1_000

/** Which task or function instance, when, and what it says. Undefined for a line of level debug. */
export function shownLine({ logStreamName, timestamp, message }: LogEvent): string | undefined {
  const text = readableLogLine(message.trimEnd().replaceAll('\t', '  '), LINE_CHARACTERS_MAX)
  if (text === undefined) return undefined
  // A line that is none of ours does not say its time.
  const time = /^\d\d:\d\d:\d\d /.test(text) ? '' : `${new Date(timestamp).toISOString().slice(11, 19)}  `
  return `${shortId(logStreamName)}  ${time}${text}`
}

/** `3f2a` of `load-queue/load-queue/3f2a…`, and of `2026/11/21/[$LATEST]3f2a…`. */
function shortId(stream: string): string {
  return (stream.split(/[/\]]/).at(-1) ?? '').slice(0, ID_CHARACTERS)
}
