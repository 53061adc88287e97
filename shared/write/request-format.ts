import type { EncodedRow } from '../row/encoded-row.ts'
import type { RowAction } from './tables.ts'

/** How rows become the body of a request: `opening`, a fragment for each row with commas between, `closing`. */
export interface RequestFormat {
  readonly action: RowAction
  readonly rowsMax: number
  readonly opening: Buffer
  readonly closing: Buffer
  /** Bytes of a fragment before the row's item. */
  readonly itemOffset: number
  /** At most, of this row's fragment. */
  fragmentBytesMax(row: EncodedRow): number
  /** Writes the row's fragment at `at` and answers where it ends. */
  writeFragment(row: EncodedRow, buffer: Buffer, at: number): number
}
