import { RECORD_BYTES_MAX } from './limits.ts'
import type { Cut } from './line-cursor.ts'
import { behindLineEnd, isLineEnd, LF } from './line-end.ts'
import type { RecordView } from './record-cursor.ts'
import type { TextWindow } from './text-window.ts'

const SPACE = 0x20
const TAB = 0x09

/** Cuts lines that are more than blanks. LF, CRLF and CR end a line, also mixed. */
export function createLineCutter(window: TextWindow, view: RecordView): () => Cut {
  return function cutLine(): Cut {
    for (;;) {
      const { buffer, at: start, limit } = window
      const end = endOfLine(window)
      if (end - start > RECORD_BYTES_MAX) {
        show(start, start + RECORD_BYTES_MAX)
        view.fault = 'record-bytes'
        window.at = view.end
        return 'overlong'
      }
      if (end === limit && !window.ended) return 'short'
      if (start === limit) return 'end'
      const next = end === limit ? end : behindLineEnd(window, end)
      if (next < 0) return 'short'
      const isRecord = !isBlank(buffer, start, end)
      if (isRecord) show(start, end)
      window.at = next
      window.line += 1
      if (isRecord) return 'record'
    }
  }

  function show(start: number, end: number): void {
    view.buffer = window.buffer
    view.start = start
    view.end = end
    view.line = window.line
    view.byteOffset = window.offset + start
    view.ascii = window.ascii || isAsciiBetween(window.buffer, start, end)
    view.utf8 = window.utf8 && end < window.limit
    view.fault = null
  }
}

/** Where the window has no line end, its limit. */
function endOfLine({ buffer, at, limit, withoutCr }: TextWindow): number {
  if (withoutCr) {
    const found = buffer.indexOf(LF, at)
    return found < 0 || found > limit ? limit : found
  }
  let index = at
  while (index < limit && !isLineEnd(buffer[index] as number)) index += 1
  return index
}

function isBlank(buffer: Buffer, start: number, end: number): boolean {
  let index = start
  while (index < end && (buffer[index] === SPACE || buffer[index] === TAB)) index += 1
  return index === end
}

function isAsciiBetween(buffer: Buffer, start: number, end: number): boolean {
  let bits = 0
  for (let index = start; index < end; index += 1) bits |= buffer[index] as number
  return bits < 0x80
}
