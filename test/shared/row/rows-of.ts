import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { readRows } from '../../../shared/row/read-rows.ts'
import type { AcceptedRow, Reject, Row } from '../../../shared/row/row.ts'

type Content = string | Uint8Array

/** All rows of a file that comes in chunks of the given size. */
export async function rowsOf(dataset: Dataset, content: Content, chunkBytes = 65_536): Promise<Row[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const batches = readRows({ dataset, bytes: chunks(bytes, chunkBytes), object: 's3://landing/in/a.csv' })
  const rows: Row[] = []
  for await (const batch of batches) rows.push(...batch)
  return rows
}

export async function acceptedOf(dataset: Dataset, content: Content): Promise<AcceptedRow[]> {
  return (await rowsOf(dataset, content)).filter((row) => row.kind === 'accepted')
}

export async function itemsOf(dataset: Dataset, content: Content): Promise<AcceptedRow['item'][]> {
  return (await acceptedOf(dataset, content)).map(({ item }) => item)
}

export async function rejectsOf(dataset: Dataset, content: Content): Promise<Reject[]> {
  return (await rowsOf(dataset, content)).flatMap((row) => (row.kind === 'rejected' ? [row.reject] : []))
}

async function* chunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes)
}
