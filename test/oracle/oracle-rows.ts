import type { Dataset, KeyPart } from '../../shared/dataset/dataset.ts'
import type { AttributeValue } from '../../shared/row/row.ts'
import { binaryText } from './binary-text.ts'
import { cellValue } from './cell-value.ts'
import { delimitedRecords } from './delimited-records.ts'
import { arrayRecords, ndjsonRecords } from './json-records.ts'
import { dayOf, momentOf } from './moment-of.ts'
import { type OracleRecord, Refused } from './refused.ts'

type Item = Record<string, AttributeValue>

export type OracleRow =
  | { readonly record: number; readonly item: Item }
  | {
      readonly record: number
      readonly line: number
      readonly byteOffset: number
      readonly column: string | null
      readonly rule: string
    }

export interface OracleSource {
  readonly dataset: Dataset
  readonly file: Buffer
  readonly object: string
  readonly uploadedAt: string
}

/**
 * What a file comes to by a second way of reading it: slow, simple, on whole texts, and without the loader's own code.
 * A text is the code by which the file is refused; undefined stands for what the oracle has no opinion on.
 */
export function oracleRows(source: OracleSource): readonly OracleRow[] | string | undefined {
  try {
    return recordsOf(source)?.map((record, index) => rowOf(source, record, index + 1))
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
}

function recordsOf({ dataset, file }: OracleSource): OracleRecord[] | undefined {
  const { text, skipped } = binaryText(file)
  const { format, columns } = dataset
  if (text === '') throw new Refused('file.empty')
  if (format.kind === 'delimited') return delimitedRecords(text, skipped, format, columns)
  return format.kind === 'ndjson' ? ndjsonRecords(text, skipped) : arrayRecords(text, skipped, format.path)
}

function rowOf(source: OracleSource, { line, byteOffset, fields }: OracleRecord, record: number): OracleRow {
  const { dataset, object } = source
  const rejected = (rule: string, column: string | null): OracleRow => ({
    record,
    line,
    byteOffset,
    column,
    rule,
  })
  if (typeof fields === 'string') return rejected(fields, null)
  const item: Item = {}
  for (const column of dataset.columns) {
    const value = cellValue(column, fields.get(column.from), dataset.format.kind !== 'delimited')
    if (typeof value === 'string') return rejected(value, column.name)
    if (value !== undefined) item[column.name] = value
  }
  const parts = [
    { part: dataset.key.partition, own: 'pk', bytesMax: 2048 },
    { part: dataset.key.sort, own: 'sk', bytesMax: 1024 },
  ]
  for (const { part, own, bytesMax } of parts) {
    if (part === null) continue
    const text = keyText(part, item, object, record)
    if (Buffer.byteLength(text) > bytesMax)
      return rejected('key-bytes', part.kind === 'column' ? part.column : null)
    if (part.kind !== 'column') item[own] = part.kind === 'row' ? { N: text } : { S: text }
  }
  addExpiry(source, item)
  return { record, item }
}

function keyText(part: KeyPart, item: Item, object: string, record: number): string {
  if (part.kind === 'object') return object
  if (part.kind === 'row') return String(record)
  if (part.kind === 'column') return scalarText(item[part.column])
  return part.parts.map((piece) => ('text' in piece ? piece.text : scalarText(item[piece.column]))).join('')
}

function scalarText(value: AttributeValue | undefined): string {
  return String(Object.values(value ?? {})[0])
}

function addExpiry({ dataset: { ttl, columns }, uploadedAt }: OracleSource, item: Item): void {
  if (ttl?.kind === 'age')
    item[ttl.attribute] = { N: String(Math.floor(Date.parse(uploadedAt) / 1000) + ttl.seconds) }
  if (ttl?.kind !== 'column' || ttl.attribute === ttl.column) return
  const value = item[ttl.column]
  if (!value || !('S' in value)) return
  const isDate = columns.find(({ name }) => name === ttl.column)?.type === 'date'
  const nanoseconds = isDate
    ? (dayOf(value.S) as bigint) * 86_400_000_000_000n
    : (momentOf(value.S) as bigint)
  // Rounded down, also before 1970.
  const seconds =
    (nanoseconds - (((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n
  item[ttl.attribute] = { N: String(seconds) }
}
