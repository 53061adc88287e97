import type { Column, DelimitedFormat } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import { createCellCutter } from './cut-cells.ts'
import { headerNames } from './header-names.ts'
import { createLineCursor } from './line-cursor.ts'
import { matchHeader } from './match-header.ts'
import type { RecordCursor, RecordView, TextPosition } from './record-cursor.ts'
import type { TextWindow } from './text-window.ts'

/** CSV and TSV. The header is read once, before the first record. */
export function createDelimitedCursor(
  format: DelimitedFormat,
  columns: readonly Column[],
  window: TextWindow,
  view: RecordView,
  from: TextPosition,
): Pick<RecordCursor, 'next' | 'position' | 'cellMap'> {
  const lines = createLineCursor(window, view, from, createCellCutter(format, window, view))
  const given = format.header ? matchHeader(format.header, columns, format.headerMatch) : undefined
  let cellMap = from.header ?? given

  return {
    get cellMap() {
      return cellMap
    },
    next() {
      if (cellMap) return lines.next()
      const found = lines.next()
      if (found === 'more') return found
      if (found === 'end')
        throw new StevedoreError(
          'file.empty',
          'The file has no header row: it holds nothing but blank and comment lines. Upload it again, whole',
        )
      cellMap = matchHeader(headerNames(view, format.quote ?? ''), columns, format.headerMatch)
      lines.mark.records = from.records
      return lines.next()
    },
    position() {
      return cellMap ? { ...lines.mark, header: cellMap } : { ...lines.mark }
    },
  }
}
