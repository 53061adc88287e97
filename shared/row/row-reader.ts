import type { TextPosition } from '../format/record-cursor.ts'
import type { EncodedRow } from './encoded-row.ts'
import type { Reject } from './row.ts'

/** Reads the text of a file row by row. The same rows come out wherever the text was cut into pieces. */
export interface RowReader {
  /** Of the last `row`. */
  readonly row: EncodedRow
  /** Of the last `reject`. */
  readonly reject: Reject
  /** Takes the next piece of the text; after `more` was answered. The piece must not change afterwards. */
  push(text: Buffer): void
  end(): void
  /** Reads the next record. Throws a StevedoreError of class `data` where the file as a whole is refused. */
  next(): 'row' | 'reject' | 'more' | 'end'
  /** Behind the last record that was read. */
  position(): TextPosition
}
