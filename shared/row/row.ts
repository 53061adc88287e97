import type { Rule } from './rule.ts'

/** A value as DynamoDB's JSON protocol writes it. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly M: Readonly<Record<string, AttributeValue>> }
  | { readonly L: readonly AttributeValue[] }

export type Item = Readonly<Record<string, AttributeValue>>

interface AcceptedRow {
  readonly kind: 'accepted'
  /** Counts data records from 1; header, comment and blank lines are none. */
  readonly record: number
  readonly item: Item
}

/** Why a record was refused. Of several faults the first one is told: of the record as such, then in the dataset's order of columns. */
export interface Reject {
  readonly record: number
  /** Physical line where the record begins, from 1. */
  readonly line: number
  /** Of the record's first byte in the file, from 0. */
  readonly byteOffset: number
  /** The dataset's name of the column; null where the fault is the record's as a whole. */
  readonly column: string | null
  readonly rule: Rule
  /** What stood there, at most `REJECT_VALUE_CHARACTERS_MAX` long. */
  readonly value: string
}

export interface RejectedRow {
  readonly kind: 'rejected'
  readonly record: number
  readonly reject: Reject
}

export type Row = AcceptedRow | RejectedRow
