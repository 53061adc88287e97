import type { EncodedRow } from '../row/encoded-row.ts'

/** A copy that stays as it is: the item, and behind it the value of `by` where there is one. */
export function keepRow(row: EncodedRow): EncodedRow {
  const { start, end, byStart, byEnd } = row
  const length = end - start
  const bytes = Buffer.allocUnsafeSlow(length + byEnd - byStart)
  row.bytes.copy(bytes, 0, start, end)
  row.bytes.copy(bytes, length, byStart, byEnd)
  const hasSort = row.sortEnd > row.sortStart
  return {
    bytes,
    start: 0,
    end: length,
    partitionStart: row.partitionStart - start,
    partitionEnd: row.partitionEnd - start,
    sortStart: hasSort ? row.sortStart - start : 0,
    sortEnd: hasSort ? row.sortEnd - start : 0,
    keyHash: row.keyHash,
    byStart: length,
    byEnd: bytes.length,
    record: row.record,
  }
}

export function hasSameKey(one: EncodedRow, other: EncodedRow): boolean {
  return (
    one.bytes.compare(
      other.bytes,
      other.partitionStart,
      other.partitionEnd,
      one.partitionStart,
      one.partitionEnd,
    ) === 0 &&
    one.bytes.compare(other.bytes, other.sortStart, other.sortEnd, one.sortStart, one.sortEnd) === 0
  )
}
