import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { openText } from '../../../shared/format/open-text.ts'
import { createRowReader, type RowReaderOptions } from '../../../shared/row/create-row-reader.ts'
import type { Item, Reject } from '../../../shared/row/row.ts'
import { partsOf } from './row-parts.ts'

type Content = string | Uint8Array

export interface AcceptedRow {
  readonly kind: 'accepted'
  readonly record: number
  readonly item: Item
  /** The JSON of the item, whole. */
  readonly json: string
  /** The partition key, or both parts of the key. */
  readonly key: string
  readonly by: string
  readonly keyHash: number
}

interface RejectedRow {
  readonly kind: 'rejected'
  readonly record: number
  readonly reject: Reject
}

export type Row = AcceptedRow | RejectedRow

type Options = Partial<RowReaderOptions>

/** All rows of a file that comes in chunks of the given size. */
export async function rowsOf(
  dataset: Dataset,
  content: Content,
  chunkBytes = 65_536,
  options: Options = {},
): Promise<Row[]> {
  const bytes = Buffer.from(content)
  const reader = createRowReader({
    dataset,
    object: 's3://landing/in/a.csv',
    uploadedAt: '2026-01-02T03:04:05.678Z',
    ...options,
  })
  const rows: Row[] = []

  function takeRows(): void {
    for (;;) {
      const step = reader.next()
      if (step === 'more' || step === 'end') return
      if (step === 'reject')
        rows.push({ kind: 'rejected', record: reader.reject.record, reject: reader.reject })
      else rows.push(acceptedRow())
    }
  }

  function acceptedRow(): AcceptedRow {
    const { item, partition, sort, by, keyHash, record } = partsOf(reader.row)
    const key = reader.row.sortEnd === 0 ? partition : JSON.stringify([partition, sort])
    return { kind: 'accepted', record, item: JSON.parse(item) as Item, json: item, key, by, keyHash }
  }

  const text = await openText(chunks(bytes, chunkBytes))
  for await (const piece of text.pieces) {
    reader.push(piece)
    takeRows()
  }
  reader.end()
  takeRows()
  return rows
}

export async function acceptedOf(dataset: Dataset, content: Content): Promise<AcceptedRow[]> {
  return (await rowsOf(dataset, content)).filter((row) => row.kind === 'accepted')
}

export async function itemsOf(dataset: Dataset, content: Content): Promise<Item[]> {
  return (await acceptedOf(dataset, content)).map(({ item }) => item)
}

export async function rejectsOf(dataset: Dataset, content: Content): Promise<Reject[]> {
  return (await rowsOf(dataset, content)).flatMap((row) => (row.kind === 'rejected' ? [row.reject] : []))
}

async function* chunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes)
}
