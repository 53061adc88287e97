import type { Dataset } from '../dataset/dataset.ts'
import { createRecordCursor } from './create-record-cursor.ts'
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX } from './limits.ts'
import { openText } from './open-text.ts'
import { readSourceRecord } from './read-source-record.ts'
import type { SourceRecord } from './source-record.ts'

/** The records of a file, in batches that depend on the file alone. Throws StevedoreError when the file as a whole is refused. */
export async function* readRecords({
  dataset,
  bytes,
}: {
  readonly dataset: Dataset
  readonly bytes: AsyncIterable<Uint8Array>
}): AsyncGenerator<readonly SourceRecord[]> {
  const cursor = createRecordCursor({ dataset })
  let batch: SourceRecord[] = []
  let batchBytes = 0

  function* fullBatches(): Generator<readonly SourceRecord[]> {
    while (cursor.next() === 'record') {
      const record = readSourceRecord(cursor.view, dataset, cursor.cellMap)
      batch.push(record)
      batchBytes += record.bytes
      if (batch.length < BATCH_RECORDS_MAX && batchBytes < BATCH_BYTES_MAX) continue
      yield batch
      batch = []
      batchBytes = 0
    }
  }

  const text = await openText(bytes)
  for await (const piece of text.pieces) {
    cursor.push(piece)
    yield* fullBatches()
  }
  cursor.end()
  yield* fullBatches()
  if (batch.length > 0) yield batch
}
