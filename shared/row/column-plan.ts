import type { Column, Dataset } from '../dataset/dataset.ts'
import { type ByteTable, createByteTable } from './byte-table.ts'
import { compileColumn } from './check-column.ts'
import { type FixedText, fixedText } from './fixed-text.ts'
import { momentOf } from './moment.ts'
import { type Pattern, patternOf } from './pattern.ts'

/** How a column's cells are encoded. ASK: always by the exact rules. */
const ASK = 0
export const STRING = 1
export const NUMBER = 2
export const INTEGER = 3
export const BOOLEAN = 4
export const DATE = 5
export const TIMESTAMP = 6
export const JSON_VALUE = 7

/** All that the hot loop has to know about a column; every plan has the same shape, which keeps the loop fast. */
export interface ColumnPlan {
  readonly name: string
  readonly encoding: number
  /** What stands in front of the value's text: `,"name":{"S":"`. */
  readonly prefix: FixedText
  readonly numberPrefix: FixedText
  readonly yes: FixedText
  readonly no: FixedText
  /** The attribute of an empty cell, no text where it is left out; null where only the exact rules can say. */
  readonly empty: FixedText | null
  /** Whether a pattern or a length is asked for. */
  readonly isChecked: boolean
  readonly pattern: Pattern | null
  /** In code points. */
  readonly lengthMin: number
  readonly lengthMax: number
  /** The canonical texts allowed, as they stand in JSON. */
  readonly allowed: ByteTable | null
  readonly bounded: boolean
  /** Whether the moment that a date or timestamp names is asked for. */
  readonly isMoment: boolean
  /** Bounds as the type's own numbers: values, days as YYYYMMDD, seconds since 1970 with nanoseconds as another. */
  readonly min: number
  readonly minNanoseconds: number
  readonly max: number
  readonly maxNanoseconds: number
  /** A timestamp whose date is one of these days, as YYYYMMDD, is within the bounds in every zone. */
  readonly safeDayMin: number
  readonly safeDayMax: number
}

const ENCODINGS = {
  string: STRING,
  number: NUMBER,
  integer: INTEGER,
  boolean: BOOLEAN,
  date: DATE,
  timestamp: TIMESTAMP,
  json: JSON_VALUE,
} as const satisfies Record<Column['type'], number>

/** Decimals of so many digits are compared exactly as doubles. */
export const EXACT_DIGITS_MAX = 15

/** No zone is further from UTC than a day: what is two days from a bound is on the same side of it in each. */
const SAFE_SECONDS = 2 * 86_400

/** More than any text has. */
const LENGTH_MAX = 2 ** 31 - 1

export function compilePlan(dataset: Dataset, column: Column): ColumnPlan {
  const fieldsAre = dataset.format.kind === 'delimited' ? 'cells' : 'json'
  const name = JSON.stringify(column.name)
  const isNumber = column.type === 'number' || column.type === 'integer'
  const min = boundOf(column, column.min, -Infinity)
  const max = boundOf(column, column.max, Infinity)
  const asks = min === undefined || max === undefined || (column.type === 'json' && fieldsAre === 'cells')
  return {
    name: column.name,
    encoding: asks ? ASK : ENCODINGS[column.type],
    prefix: fixedText(`,${name}:{"${isNumber ? 'N' : 'S'}":"`),
    numberPrefix: fixedText(`,${name}:{"N":"`),
    yes: fixedText(`,${name}:{"BOOL":true}`),
    no: fixedText(`,${name}:{"BOOL":false}`),
    empty:
      isMoment(dataset, column) && column.default !== null ? null : emptyAttribute(column, name, fieldsAre),
    isChecked: column.pattern !== null || column.length !== null,
    pattern: column.pattern === null ? null : patternOf(column.pattern),
    lengthMin: column.length?.min ?? 0,
    lengthMax: column.length?.max ?? LENGTH_MAX,
    allowed: column.enum && createByteTable(column.enum.map((text) => JSON.stringify(text).slice(1, -1))),
    bounded: column.min !== null || column.max !== null,
    isMoment: isMoment(dataset, column),
    min: min?.value ?? 0,
    minNanoseconds: min?.nanoseconds ?? 0,
    max: max?.value ?? 0,
    maxNanoseconds: max?.nanoseconds ?? 0,
    safeDayMin: column.type === 'timestamp' && min ? dayNumber(min.value + SAFE_SECONDS) : 0,
    safeDayMax: column.type === 'timestamp' && max ? dayNumber(max.value - SAFE_SECONDS) : 0,
  }
}

/** Whether items expire at this moment, or rows are compared by it. */
function isMoment({ ttl, write }: Dataset, { name }: Column): boolean {
  return (ttl?.kind === 'column' && ttl.column === name) || (write.kind === 'newest' && write.by === name)
}

function emptyAttribute(column: Column, name: string, fieldsAre: 'cells' | 'json'): FixedText | null {
  const empty = compileColumn(column, fieldsAre)(undefined)
  if (typeof empty === 'string') return null
  return fixedText(empty === undefined ? '' : `,${name}:${JSON.stringify(empty)}`)
}

/** YYYYMMDD of a moment; as it is where it is no moment but infinite. */
function dayNumber(seconds: number): number {
  if (!Number.isFinite(seconds)) return seconds
  const day = new Date(seconds * 1000)
  return (day.getUTCFullYear() * 100 + day.getUTCMonth() + 1) * 100 + day.getUTCDate()
}

interface Bound {
  readonly value: number
  readonly nanoseconds: number
}

/** Undefined where the bound is one that only the exact rules can hold values to. */
function boundOf({ type }: Column, text: string | null, none: number): Bound | undefined {
  if (text === null) return { value: none, nanoseconds: 0 }
  if (type === 'number' || type === 'integer')
    return text.length <= EXACT_DIGITS_MAX ? { value: Number(text), nanoseconds: 0 } : undefined
  if (type === 'date') return { value: Number(text.replaceAll('-', '')), nanoseconds: 0 }
  if (type !== 'timestamp') return undefined
  const { seconds, nanoseconds } = momentOf('timestamp', text)
  return { value: seconds, nanoseconds }
}
