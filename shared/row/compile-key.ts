import type { Dataset, KeyPart } from '../dataset/dataset.ts'
import { type TableKey, tableKeys } from '../dataset/table-keys.ts'
import type { AttributeValue } from './row.ts'
import type { Rule } from './rule.ts'

/** DynamoDB, "Constraints": bytes of a partition key's and a sort key's value. */
export const PARTITION_KEY_BYTES_MAX = 2048
export const SORT_KEY_BYTES_MAX = 1024

/** Puts the key's attributes into the item. Answers the rule that the key breaks, if it does, and the column to blame. */
export type AddKey = (item: Record<string, AttributeValue>, record: number) => BrokenKey | undefined

interface BrokenKey {
  readonly rule: Rule
  readonly column: string | null
  readonly value: string
}

export function compileKey(dataset: Dataset, object: string): AddKey {
  const keys = tableKeys(dataset)
  const partition = compilePart(dataset.key.partition, keys.partition, object, PARTITION_KEY_BYTES_MAX)
  if (!dataset.key.sort || !keys.sort) return partition
  const sort = compilePart(dataset.key.sort, keys.sort, object, SORT_KEY_BYTES_MAX)
  return (item, record) => partition(item, record) ?? sort(item, record)
}

function compilePart(part: KeyPart, { attribute, type }: TableKey, object: string, bytesMax: number): AddKey {
  const textOf = compileText(part, object)
  const column = part.kind === 'column' ? part.column : null
  return (item, record) => {
    const value = textOf(item, record)
    if (type === 'S' && Buffer.byteLength(value) > bytesMax) return { rule: 'key-bytes', column, value }
    if (column === null) item[attribute] = type === 'S' ? { S: value } : { N: value }
    return undefined
  }
}

type TextOfItem = (item: Readonly<Record<string, AttributeValue>>, record: number) => string

function compileText(part: KeyPart, object: string): TextOfItem {
  if (part.kind === 'object') return () => object
  if (part.kind === 'row') return (_item, record) => String(record)
  if (part.kind === 'column') return (item) => scalarText(item[part.column])
  return (item) =>
    part.parts.map((piece) => ('text' in piece ? piece.text : scalarText(item[piece.column]))).join('')
}

/** Columns of a key are required, and of a type whose value is one text: no key is empty. */
function scalarText(value: AttributeValue | undefined): string {
  if (value && 'S' in value) return value.S
  if (value && 'N' in value) return value.N
  return value && 'BOOL' in value ? String(value.BOOL) : ''
}
