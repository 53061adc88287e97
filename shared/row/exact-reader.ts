import type { Dataset } from '../dataset/dataset.ts'
import { readSourceRecord } from '../format/read-source-record.ts'
import type { CellMap, RecordView } from '../format/record-cursor.ts'
import { compileRow } from './compile-row.ts'
import { compileItemEncoder } from './encode-item.ts'
import type { EncodedRow } from './encoded-row.ts'
import type { Reject } from './row.ts'

/** Reads records by the exact rules alone. Fills the row, or answers why there is none. */
export function createExactReader(options: {
  readonly dataset: Dataset
  readonly object: string
  readonly uploadedAt: string
  readonly seed: number
  readonly row: EncodedRow
}): (view: RecordView, cellMap: CellMap | undefined) => Reject | undefined {
  const { dataset, object, uploadedAt, seed, row } = options
  const toRow = compileRow(dataset, object, uploadedAt)
  const encode = compileItemEncoder(dataset, uploadedAt, seed)

  return (view, cellMap) => {
    const read = toRow(readSourceRecord(view, dataset, cellMap))
    if (read.kind === 'rejected') return read.reject
    encode(read.item, read.record, row)
    return undefined
  }
}
