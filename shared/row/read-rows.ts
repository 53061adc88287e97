import type { Dataset } from '../dataset/dataset.ts'
import { readRecords } from '../format/read-records.ts'
import { compileRow } from './compile-row.ts'
import type { Row } from './row.ts'

/** Items that DynamoDB deletes by their age are written by the row reader alone. */
const NO_AGE = '1970-01-01T00:00:00Z'

/**
 * The rows of a file, in batches in file order. Where the bytes are cut changes neither rows nor batches.
 * `object` is the file's name, `s3://bucket/key`. Throws StevedoreError with a `data` code when the file as a whole is refused.
 */
export async function* readRows(options: {
  readonly dataset: Dataset
  readonly bytes: AsyncIterable<Uint8Array>
  readonly object: string
}): AsyncGenerator<readonly Row[]> {
  const toRow = compileRow(options.dataset, options.object, NO_AGE)
  for await (const records of readRecords(options)) yield records.map(toRow)
}
