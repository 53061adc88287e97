import type { EncodedRow } from '../../../../shared/row/encoded-row.ts'
import type { Item } from '../../../../shared/row/row.ts'

export interface RowSpec {
  readonly record: number
  readonly key: string
  readonly sort?: string
  /** Bytes of text besides. */
  readonly padding?: number
  readonly by?: number
  /** Where `by` is a timestamp, its number stands behind the item. */
  readonly timestamp?: boolean
  readonly hash?: number
}

/** A row as a reader hands it on: somewhere in a larger buffer, with rubbish around it. */
export function encode(spec: RowSpec): EncodedRow {
  const { record, key, sort, by, timestamp = false } = spec
  const item = JSON.stringify(itemOf(spec))
  const byText = by === undefined ? '' : `{"N":"${by}"}`
  const before = '"rubbish'
  const bytes = Buffer.from(`${before}${item}${byText}rubbish`)
  const start = before.length
  const end = start + Buffer.byteLength(item)
  const inItem = bytes.indexOf(byText, start)
  const byStart = by === undefined ? 0 : timestamp ? end : inItem
  const partition = rangeOf(bytes, start, `"id":{"S":`, key)
  const sortRange = sort === undefined ? { start: 0, end: 0 } : rangeOf(bytes, start, `"at":{"S":`, sort)
  return {
    bytes,
    start,
    end,
    partitionStart: partition.start,
    partitionEnd: partition.end,
    sortStart: sortRange.start,
    sortEnd: sortRange.end,
    keyHash: spec.hash ?? hashOf(`${key}\0${sort ?? ''}`),
    byStart,
    byEnd: byStart + byText.length,
    record,
  }
}

export function itemOf({ record, key, sort, padding = 0, by, timestamp }: RowSpec): Item {
  return {
    id: { S: key },
    ...(sort === undefined ? {} : { at: { S: sort } }),
    n: { N: String(record) },
    ...(by === undefined ? {} : timestamp ? { by: { S: `moment ${by}` } } : { by: { N: String(by) } }),
    ...(padding > 0 ? { text: { S: 'x'.repeat(padding) } } : {}),
  }
}

/** Rows of different keys, from record 1. */
export function distinct(count: number, padding = 0): EncodedRow[] {
  return Array.from({ length: count }, (_, place) => encode({ record: place + 1, key: `k${place}`, padding }))
}

function rangeOf(bytes: Buffer, from: number, name: string, text: string) {
  const start = bytes.indexOf(name, from) + name.length + 1
  return { start, end: start + Buffer.byteLength(JSON.stringify(text)) - 2 }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash
}
