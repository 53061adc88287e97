import type { ColumnType, Dataset } from '../dataset/dataset.ts'
import { tableKeys } from '../dataset/table-keys.ts'
import type { EncodedRow } from './encoded-row.ts'
import { compileExpiry } from './expiry.ts'
import { keyHash } from './key-hash.ts'
import { momentOf, nanosecondsText } from './moment.ts'
import type { AttributeValue, Item } from './row.ts'

/** Attributes stand in this order in every item: the columns, the key's own, the moment of expiry. */
function attributeNames(dataset: Dataset, uploadedAt: string): string[] {
  const { partition, sort } = tableKeys(dataset)
  const names = [...dataset.columns.map(({ name }) => name), partition.attribute]
  if (sort) names.push(sort.attribute)
  const expiry = compileExpiry(dataset, uploadedAt)
  if (expiry) names.push(expiry.attribute)
  return [...new Set(names)]
}

/** Writes an item as DynamoDB's JSON, in bytes of its own: the exact way, for what the fast encoder does not take. */
export function compileItemEncoder(
  dataset: Dataset,
  uploadedAt: string,
  seed: number,
): (item: Item, record: number, row: EncodedRow) => void {
  const names = attributeNames(dataset, uploadedAt)
  const keys = tableKeys(dataset)
  const by = dataset.write.kind === 'newest' ? dataset.write.by : undefined
  const byType = dataset.columns.find(({ name }) => name === by)?.type

  return (item, record, row) => {
    const present = names.filter((name) => Object.hasOwn(item, name))
    const texts = present.map((name) => `${JSON.stringify(name)}:${JSON.stringify(item[name])}`)
    const whole = `{${texts.join(',')}}`
    const moment = by === undefined ? '' : momentText(byType, item[by] as AttributeValue)
    const bytes = Buffer.from(whole + moment)
    const end = Buffer.byteLength(whole)

    function endOf(name: string): number {
      return 1 + Buffer.byteLength(texts.slice(0, present.indexOf(name) + 1).join(','))
    }

    function valueStart(name: string): number {
      return endOf(name) - Buffer.byteLength(JSON.stringify(item[name]))
    }

    row.bytes = bytes
    row.start = 0
    row.end = end
    row.partitionStart = valueStart(keys.partition.attribute) + BEFORE_TEXT
    row.partitionEnd = endOf(keys.partition.attribute) - BEHIND_TEXT
    row.sortStart = keys.sort ? valueStart(keys.sort.attribute) + BEFORE_TEXT : 0
    row.sortEnd = keys.sort ? endOf(keys.sort.attribute) - BEHIND_TEXT : 0
    row.keyHash = keyHash(bytes, seed, row.partitionStart, row.partitionEnd, row.sortStart, row.sortEnd)
    row.byStart = by === undefined ? 0 : moment ? end : valueStart(by)
    row.byEnd = by === undefined ? 0 : moment ? bytes.length : endOf(by)
    row.record = record
  }
}

/** `{"S":"` and `"}`: what stands around the text of a string or number. */
export const BEFORE_TEXT = 6
export const BEHIND_TEXT = 2

function momentText(type: ColumnType | undefined, value: AttributeValue): string {
  return type === 'timestamp' && 'S' in value
    ? JSON.stringify({ N: nanosecondsText(momentOf(type, value.S)) })
    : ''
}
