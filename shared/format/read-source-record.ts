import type { Dataset } from '../dataset/dataset.ts'
import { cellText } from './cell-text.ts'
import { excerpt } from './excerpt.ts'
import { JsonNumber, type JsonValue } from './json-value.ts'
import { JSON_DEPTH_MAX } from './limits.ts'
import { parseJson } from './parse-json.ts'
import type { CellMap, RecordView } from './record-cursor.ts'
import type { Field, SourceRecord } from './source-record.ts'
import { type RecordFault, viewFault } from './view-fault.ts'

/** The record is an object itself. */
const RECORD_DEPTH_MAX = JSON_DEPTH_MAX + 1

/**
 * The record as the exact rules see it, with one field for each column. What no column takes is left out: files carry
 * more than a table wants. `cellMap` is the cursor's; JSON has none.
 */
export function readSourceRecord(
  view: RecordView,
  dataset: Dataset,
  cellMap: CellMap | undefined,
): SourceRecord {
  const { record, line, byteOffset } = view
  const bytes = view.end - view.start
  const fields = viewFault(view) ?? (cellMap ? readCells(view, dataset, cellMap) : readObject(view, dataset))
  return 'rule' in fields
    ? { kind: 'unreadable', record, line, byteOffset, bytes, column: null, ...fields }
    : { kind: 'read', record, line, byteOffset, bytes, fields }
}

function readCells(view: RecordView, { format }: Dataset, cellMap: CellMap): RecordFault | readonly Field[] {
  if (view.cellCount !== cellMap.cellCount)
    return { rule: 'cells', value: `${view.cellCount} cells, the header has ${cellMap.cellCount}` }
  const quote = (format.kind === 'delimited' && format.quote) || ''
  return cellMap.positions.map((position) => (position < 0 ? undefined : cellText(view, position, quote)))
}

function readObject(view: RecordView, { columns }: Dataset): RecordFault | readonly Field[] {
  const text = view.buffer.toString('utf8', view.start, view.end)
  const parsed = parseJson(text, RECORD_DEPTH_MAX)
  if (typeof parsed === 'string') return { rule: parsed, value: excerpt(text) }
  const { value } = parsed
  if (!isObject(value)) return { rule: 'json', value: excerpt(text) }
  return columns.map(({ from }) => (Object.hasOwn(value, from) ? value[from] : undefined))
}

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return (
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof JsonNumber)
  )
}
