import type { Dataset } from '../dataset/dataset.ts'
import { excerpt } from '../format/excerpt.ts'
import type { Field, ReadRecord, SourceRecord } from '../format/source-record.ts'
import { compileColumn } from './check-column.ts'
import { compileKey } from './compile-key.ts'
import { compileExpiry, expiryOf } from './expiry.ts'
import { ITEM_BYTES_MAX, itemBytesMax } from './item-limit.ts'
import { valueBytes } from './item-size.ts'
import type { AttributeValue, Item, RejectedRow, Row } from './row.ts'
import type { Rule } from './rule.ts'

/** The exact rules, row by row. `object` is the file's name, `s3://bucket/key`; `uploadedAt` is ISO 8601. */
export function compileRow(
  dataset: Dataset,
  object: string,
  uploadedAt: string,
): (record: SourceRecord) => Row {
  const fieldsAre = dataset.format.kind === 'delimited' ? 'cells' : 'json'
  const columns = dataset.columns.map((column) => ({
    name: column.name,
    check: compileColumn(column, fieldsAre),
  }))
  const addKey = compileKey(dataset, object)
  const expiry = compileExpiry(dataset, uploadedAt)
  const sizeOf = compileSize()
  const bytesMax = itemBytesMax(dataset)

  return (record) => {
    if (record.kind === 'unreadable') return rejected(record, record.rule, record.column, record.value)
    const item: Record<string, AttributeValue> = {}
    for (const [index, { name, check }] of columns.entries()) {
      const field = record.fields[index]
      const checked = check(field)
      if (typeof checked === 'string') return rejected(record, checked, name, fieldText(field))
      if (checked !== undefined) item[name] = checked
    }
    const broken = addKey(item, record.record)
    if (broken) return rejected(record, broken.rule, broken.column, excerpt(broken.value))
    const expires = expiry && expiryOf(expiry, item)
    if (expiry && expires) item[expiry.attribute] = expires
    const sizeBytes = sizeOf(item)
    if (sizeBytes > bytesMax) return tooLarge(record, sizeBytes, bytesMax)
    return { kind: 'accepted', record: record.record, item }
  }
}

/** Names recur in every item, so each is measured once. */
function compileSize(): (item: Item) => number {
  const nameBytes = new Map<string, number>()
  return (item) => {
    let sum = 0
    for (const name in item) {
      const known = nameBytes.get(name) ?? Buffer.byteLength(name)
      nameBytes.set(name, known)
      sum += known + valueBytes(item[name] as AttributeValue)
    }
    return sum
  }
}

function tooLarge(record: ReadRecord, sizeBytes: number, bytesMax: number): RejectedRow {
  const kept = ITEM_BYTES_MAX - bytesMax
  const taken = `${sizeBytes} bytes, DynamoDB takes ${ITEM_BYTES_MAX}`
  return rejected(
    record,
    'item-bytes',
    null,
    kept === 0 ? taken : `${taken}, of which ${kept} are the loader’s`,
  )
}

function fieldText(field: Field): string {
  if (field === undefined) return ''
  return excerpt(typeof field === 'string' ? field : JSON.stringify(field))
}

function rejected(
  { record, line, byteOffset }: SourceRecord,
  rule: Rule,
  column: string | null,
  value: string,
): RejectedRow {
  return { kind: 'rejected', record, reject: { record, line, byteOffset, column, rule, value } }
}
