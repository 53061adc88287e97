import type { Dataset } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import { momentOf } from './moment.ts'
import type { AttributeValue } from './row.ts'

/** The attribute that tells DynamoDB when to delete an item, where the loader writes it. */
export type Expiry =
  /** The same for the whole file. */
  | { readonly kind: 'fixed'; readonly attribute: string; readonly seconds: number }
  | {
      readonly kind: 'column'
      readonly attribute: string
      readonly column: string
      readonly type: 'date' | 'timestamp'
    }

/** Undefined where the dataset's items stay, or where a column holds the seconds as they are. `uploadedAt` is ISO 8601. */
export function compileExpiry({ columns, ttl }: Dataset, uploadedAt: string): Expiry | undefined {
  if (ttl === null) return undefined
  if (ttl.kind === 'age')
    return {
      kind: 'fixed',
      attribute: ttl.attribute,
      seconds: secondsOf(uploadedAt) + Math.floor(ttl.seconds),
    }
  if (ttl.attribute === ttl.column) return undefined
  const column = columns.find(({ name }) => name === ttl.column)
  if (column?.type === 'date' || column?.type === 'timestamp')
    return { ...ttl, kind: 'column', type: column.type }
  throw new StevedoreError(
    'config.invalid',
    `ttl.column ${ttl.column} is no date or timestamp, so no moment can be stored in ${ttl.attribute}. Package the application again`,
  )
}

/** Undefined where the row has no value in the column: such an item stays. */
export function expiryOf(
  expiry: Expiry,
  item: Readonly<Record<string, AttributeValue>>,
): AttributeValue | undefined {
  if (expiry.kind === 'fixed') return { N: String(expiry.seconds) }
  const value = Object.hasOwn(item, expiry.column) ? item[expiry.column] : undefined
  return value && 'S' in value ? { N: String(momentOf(expiry.type, value.S).seconds) } : undefined
}

function secondsOf(uploadedAt: string): number {
  const milliseconds = Date.parse(uploadedAt)
  if (Number.isNaN(milliseconds))
    throw new StevedoreError(
      'config.invalid',
      `The object was uploaded at ${JSON.stringify(uploadedAt)}, which is no ISO 8601 time`,
    )
  return Math.floor(milliseconds / 1000)
}
