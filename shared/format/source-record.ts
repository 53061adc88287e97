import type { Rule } from '../row/rule.ts'
import type { JsonValue } from './json-value.ts'

interface Place {
  /** Counts data records from 1. */
  readonly record: number
  /** Physical line where the record begins, from 1. */
  readonly line: number
  /** Of the record's first byte, from 0. */
  readonly byteOffset: number
  /** Length of the record in the file, without its line end. */
  readonly bytes: number
}

/** What a column's cell or member holds; undefined where the record has none. */
export type Field = JsonValue | undefined

/** A record as the file has it: one field for each column of the dataset, in the dataset's order. */
export interface ReadRecord extends Place {
  readonly kind: 'read'
  readonly fields: readonly Field[]
}

/** A record that cannot be read. The cursor goes on behind it. */
interface UnreadableRecord extends Place {
  readonly kind: 'unreadable'
  readonly rule: Rule
  readonly column: null
  readonly value: string
}

export type SourceRecord = ReadRecord | UnreadableRecord
