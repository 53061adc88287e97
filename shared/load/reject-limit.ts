import type { Dataset } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'

export type RejectLimit = Dataset['rejectLimit']

export interface RejectCounts {
  readonly rowsRead: number
  readonly rowsRejected: number
}

/** Whether a load has more rejects than its dataset allows, whatever may still come. A share is known at the end alone. */
export function isOverLimit(limit: RejectLimit, counts: RejectCounts, atEnd: boolean): boolean {
  const { rowsRead, rowsRejected } = counts
  if (limit.kind === 'rows') return rowsRejected > limit.rows
  if (limit.percent === 0) return rowsRejected > 0
  return atEnd && rowsRejected * 100 > limit.percent * rowsRead
}

export function overLimit(
  limit: RejectLimit,
  { rowsRead, rowsRejected }: RejectCounts,
  rowsWritten: number,
): StevedoreError {
  const allowed = limit.kind === 'rows' ? `${limit.rows} rows` : `${limit.percent} %`
  return new StevedoreError(
    'rejects.over-limit',
    `${rowsRejected} of the ${rowsRead} records read were refused, and rejectLimit is ${allowed}. Accepted rows (${rowsWritten}) are in the table and stay. Correct the file and upload it again`,
  )
}
