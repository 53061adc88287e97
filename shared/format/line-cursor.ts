import { skipLine } from './line-end.ts'
import type { RecordCursor, RecordView, TextPosition } from './record-cursor.ts'
import { keepHead } from './record-view.ts'
import type { TextWindow } from './text-window.ts'

/**
 * What a look at the window gave: a `record`; `short`, what is there is not whole (never when the text has ended);
 * `comment`, the line is to be skipped; `overlong`, a record with a fault, the rest of whose line is to be skipped;
 * `end`, no record is left.
 */
export type Cut = 'record' | 'short' | 'comment' | 'overlong' | 'end'

export interface LineCursor {
  readonly next: RecordCursor['next']
  /** Behind the last record. */
  readonly mark: { byteOffset: number; line: number; records: number }
}

/** Takes records that end with a line, as `cut` finds them at the beginning of the window. */
export function createLineCursor(
  window: TextWindow,
  view: RecordView,
  { byteOffset, line, records }: TextPosition,
  cut: () => Cut,
): LineCursor {
  const mark = { byteOffset, line, records }
  let skipping: Cut | null = null

  function next(): 'record' | 'more' | 'end' {
    while (!window.waiting) {
      const found = skipping === null ? cut() : skip()
      if (found === 'record') return taken()
      if (found === 'end') return 'end'
      if (found === 'short') window.grow()
      else if (found === 'overlong') keepHead(view)
      if (found === 'overlong' || found === 'comment') skipping = found
    }
    return 'more'
  }

  /** The window holds no more of a long line than came with its last piece. */
  function skip(): 'record' | 'short' | 'skipped' {
    if (!skipLine(window)) return 'short'
    const isRecord = skipping === 'overlong'
    skipping = null
    return isRecord ? 'record' : 'skipped'
  }

  function taken(): 'record' {
    mark.byteOffset = window.offset + window.at
    mark.line = window.line
    mark.records += 1
    view.record = mark.records
    return 'record'
  }

  return { next, mark }
}
