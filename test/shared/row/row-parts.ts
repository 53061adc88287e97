import type { EncodedRow } from '../../../shared/row/encoded-row.ts'

export function emptyRow(): EncodedRow {
  return {
    bytes: Buffer.alloc(0),
    start: 0,
    end: 0,
    partitionStart: 0,
    partitionEnd: 0,
    sortStart: 0,
    sortEnd: 0,
    keyHash: 0,
    byStart: 0,
    byEnd: 0,
    record: 0,
  }
}

/** All that a row says, as texts. */
export function partsOf(row: EncodedRow) {
  const text = (start: number, end: number): string => row.bytes.toString('utf8', start, end)
  return {
    item: text(row.start, row.end),
    partition: text(row.partitionStart, row.partitionEnd),
    sort: text(row.sortStart, row.sortEnd),
    by: text(row.byStart, row.byEnd),
    keyHash: row.keyHash,
    record: row.record,
  }
}
