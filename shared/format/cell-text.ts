import { CELL_ESCAPED, type RecordView } from './record-cursor.ts'
import { CELL_NUMBERS } from './record-view.ts'

/** The text of the cell at the given position. The record is well-formed UTF-8, and the cell one of those kept. */
export function cellText(view: RecordView, position: number, quote: string): string {
  const { buffer, cells, ascii } = view
  const slot = position * CELL_NUMBERS
  const text = buffer.toString(ascii ? 'latin1' : 'utf8', cells[slot], cells[slot + 1])
  return cells[slot + 2] === CELL_ESCAPED ? text.replaceAll(quote + quote, quote) : text
}
