import type { Dataset } from '../dataset/dataset.ts'
import { createRecordCursor } from '../format/create-record-cursor.ts'
import type { TextPosition } from '../format/record-cursor.ts'
import type { EncodedRow } from './encoded-row.ts'
import { createExactReader } from './exact-reader.ts'
import { createFastEncoder } from './fast-encoder.ts'
import type { Reject } from './row.ts'
import type { RowReader } from './row-reader.ts'

export interface RowReaderOptions {
  readonly dataset: Dataset
  /** The file's name, `s3://bucket/key`. */
  readonly object: string
  /** When the object version was uploaded, ISO 8601: what its rows' age counts from. */
  readonly uploadedAt: string
  /** Where an earlier reader stood; from the beginning where there is none. */
  readonly from?: TextPosition
  /** Of the rows' key hashes: 32 random bits, so that nobody can write keys that meet. */
  readonly seed?: number
}

/**
 * Reads rows from a file's text. A record that is surely a row is encoded from its bytes; for any other the exact rules
 * decide, and they alone reject.
 */
export function createRowReader(options: RowReaderOptions): RowReader {
  const { dataset, from, seed = 0 } = options
  const cursor = createRecordCursor({ dataset, ...(from && { from }) })
  const row: EncodedRow = createRow()
  const fast = createFastEncoder({ ...options, seed, row })
  const readExactly = createExactReader({ ...options, seed, row })
  let reject: Reject | undefined

  return {
    row,
    get reject() {
      if (reject === undefined) throw new TypeError('There is no reject: the last record was none')
      return reject
    },
    push(text) {
      cursor.push(text)
    },
    end() {
      cursor.end()
    },
    next() {
      const step = cursor.next()
      if (step !== 'record') return step
      if (fast.encode(cursor.view, cursor.cellMap)) return 'row'
      reject = readExactly(cursor.view, cursor.cellMap)
      return reject ? 'reject' : 'row'
    },
    position() {
      return cursor.position()
    },
  }
}

function createRow(): EncodedRow {
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
