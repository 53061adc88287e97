import type { Dataset } from '../dataset/dataset.ts'
import { excerpt } from '../format/excerpt.ts'
import type { Field, ReadRecord, SourceRecord } from '../format/source-record.ts'
import { compileColumn } from './check-column.ts'
import { compileKey } from './compile-key.ts'
import { valueBytes } from './item-size.ts'
import type { AttributeValue, Item, RejectedRow, Row } from './row.ts'
import type { Rule } from './rule.ts'

/** DynamoDB, "Constraints": 400 KB an item, names included. */
const ITEM_BYTES_MAX = 400 * 1024

export function compileRow(dataset: Dataset, object: string): (record: SourceRecord) => Row {
  const fieldsAre = dataset.format.kind === 'delimited' ? 'cells' : 'json'
  const columns = dataset.columns.map((column) => ({
    name: column.name,
    check: compileColumn(column, fieldsAre),
  }))
  const keyOf = compileKey(dataset, object)
  const sizeOf = compileSize()

  return (record) => {
    if (record.kind === 'unreadable') return rejected(record, record.rule, record.column, record.value)
    const item: Record<string, AttributeValue> = {}
    for (const [index, { name, check }] of columns.entries()) {
      const field = record.fields[index]
      const checked = check(field)
      if (typeof checked === 'string') return rejected(record, checked, name, fieldText(field))
      if (checked !== undefined) item[name] = checked
    }
    const key = keyOf(item, record.record)
    if (typeof key !== 'string') return rejected(record, key.rule, key.column, excerpt(key.value))
    const sizeBytes = sizeOf(item)
    if (sizeBytes > ITEM_BYTES_MAX) return tooLarge(record, sizeBytes)
    return { kind: 'accepted', record: record.record, key, item, sizeBytes }
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

function tooLarge(record: ReadRecord, sizeBytes: number): RejectedRow {
  return rejected(record, 'item-bytes', null, `${sizeBytes} bytes, DynamoDB takes ${ITEM_BYTES_MAX}`)
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
