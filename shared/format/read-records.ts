import type { Dataset } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import { createCsvReader } from './csv-reader.ts'
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX, PUSH_BYTES_MAX } from './limits.ts'
import { createNdjsonReader } from './ndjson-reader.ts'
import type { RecordReader, SourceRecord } from './source-record.ts'
import { readStartOfFile } from './start-of-file.ts'
import { unpack } from './unpack.ts'

/** The records of a file, in batches that depend on the file alone. Throws StevedoreError when the file as a whole is refused. */
export async function* readRecords(options: {
  readonly dataset: Dataset
  readonly bytes: AsyncIterable<Uint8Array>
}): AsyncGenerator<readonly SourceRecord[]> {
  let batch: SourceRecord[] = []
  let batchBytes = 0
  for await (const records of recordsAsTheyCome(options.dataset, options.bytes)) {
    for (const record of records) {
      batch.push(record)
      batchBytes += record.bytes
      if (batch.length < BATCH_RECORDS_MAX && batchBytes < BATCH_BYTES_MAX) continue
      yield batch
      batch = []
      batchBytes = 0
    }
  }
  if (batch.length > 0) yield batch
}

async function* recordsAsTheyCome(
  dataset: Dataset,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly SourceRecord[]> {
  let reader: RecordReader | undefined
  for await (const piece of pieces(unpack(bytes))) {
    const skip = reader ? 0 : readStartOfFile(piece)
    if (skip === piece.length) continue
    reader ??= createReader(dataset, skip)
    yield reader.push(piece.subarray(skip))
  }
  if (!reader)
    throw new StevedoreError(
      'file.empty',
      'The file is empty: it holds no byte of text. Upload it again, whole',
    )
  yield reader.end()
}

function createReader(dataset: Dataset, fileOffset: number): RecordReader {
  const { format } = dataset
  return format.kind === 'delimited'
    ? createCsvReader(format, dataset.columns, fileOffset)
    : createNdjsonReader(dataset.columns, fileOffset)
}

/** Pieces of bounded size, for what comes out is as much as what goes in. */
async function* pieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes)
    for (let start = 0; start < chunk.length; start += PUSH_BYTES_MAX)
      yield chunk.subarray(start, start + PUSH_BYTES_MAX)
}
