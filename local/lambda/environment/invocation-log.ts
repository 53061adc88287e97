import { LOG_TAIL_BYTES } from '../limits.ts'
import { endMark } from './messages.ts'

/** Gathers what one invocation logs: on both streams, up to their end marks. */
export interface InvocationLog {
  /** Takes a line of the function; what is left of it once an end mark is cut off. */
  take(line: string): string | undefined
  add(line: string): void
  /** Resolves when both streams are past this invocation. */
  readonly complete: Promise<void>
  /** The last 4 KB. */
  tail(): string
}

const STREAMS = 2

export function createInvocationLog(requestId: string): InvocationLog {
  const mark = endMark(requestId)
  const { promise: complete, resolve } = Promise.withResolvers<void>()
  let marks = 0
  let text = ''
  return {
    complete,
    take(line) {
      if (!line.endsWith(mark)) return line
      marks++
      if (marks === STREAMS) resolve()
      return line.slice(0, -mark.length) || undefined
    },
    add(line) {
      text = `${text}${line}\n`.slice(-LOG_TAIL_BYTES)
    },
    tail: () => Buffer.from(text).subarray(-LOG_TAIL_BYTES).toString(),
  }
}
