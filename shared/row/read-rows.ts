import type { Dataset } from '../dataset/dataset.ts'
import { readRecords } from '../format/read-records.ts'
import { compileRow } from './compile-row.ts'
import type { Row } from './row.ts'

/**
 * The rows of a file, in batches in file order. Where the bytes are cut changes neither rows nor batches.
 * `object` is the file's name, `s3://bucket/key`. Throws StevedoreError with a `data` code when the file as a whole is refused.
 */
export async function* readRows(options: {
  readonly dataset: Dataset
  readonly bytes: AsyncIterable<Uint8Array>
  readonly object: string
}): AsyncGenerator<readonly Row[]> {
  const toRow = compileRow(options.dataset, options.object)
  for await (const records of readRecords(options)) yield records.map(toRow)
}
