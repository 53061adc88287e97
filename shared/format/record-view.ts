import { isAscii } from 'node:buffer'
import { COLUMNS_MAX } from './limits.ts'
import type { RecordView } from './record-cursor.ts'

/** Numbers that a cell takes in `cells`. */
export const CELL_NUMBERS = 3

export function createRecordView(): RecordView {
  return {
    buffer: Buffer.alloc(0),
    start: 0,
    end: 0,
    line: 0,
    byteOffset: 0,
    record: 0,
    ascii: true,
    utf8: true,
    fault: null,
    cellCount: 0,
    cells: new Int32Array(COLUMNS_MAX * CELL_NUMBERS),
  }
}

/** For a record that is told when the window has moved on. */
export function keepHead(view: RecordView): void {
  view.buffer = Buffer.from(view.buffer.subarray(view.start, view.end))
  view.start = 0
  view.end = view.buffer.length
  view.ascii = isAscii(view.buffer)
  view.utf8 = false
}
