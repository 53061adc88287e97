import { StevedoreError } from '../platform/error.ts'
import { createLineCutter } from './cut-line.ts'
import { createLineCursor } from './line-cursor.ts'
import type { RecordCursor, RecordView, TextPosition } from './record-cursor.ts'
import type { TextWindow } from './text-window.ts'

/** One JSON value a line; what the line holds is for those who read it. */
export function createNdjsonCursor(
  window: TextWindow,
  view: RecordView,
  from: TextPosition,
): Pick<RecordCursor, 'next' | 'position'> {
  const lines = createLineCursor(window, view, from, createLineCutter(window, view))
  return {
    next() {
      const found = lines.next()
      if (found === 'record' && view.record === 1) refuseArray(view)
      return found
    },
    position() {
      return { ...lines.mark }
    },
  }
}

function refuseArray({ buffer, start, end }: RecordView): void {
  if (/^[ \t]*\[/.test(buffer.toString('latin1', start, end)))
    throw new StevedoreError(
      'file.format',
      'The file begins with a JSON array, and the dataset says ndjson: write one object a line, without brackets and commas around them, or say `format: json`',
    )
}
