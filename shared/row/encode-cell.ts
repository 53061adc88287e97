import { DOUBT, JSON_NUMBER, JSON_TEXT } from './cell-kind.ts'
import {
  BOOLEAN,
  type ColumnPlan,
  DATE,
  INTEGER,
  JSON_VALUE,
  NUMBER,
  STRING,
  TIMESTAMP,
} from './column-plan.ts'
import { copyAll } from './copy-text.ts'
import { readBoolean } from './encode-boolean.ts'
import { encodeMoment } from './encode-moment.ts'
import { encodeNumber } from './encode-number.ts'
import { encodeString } from './encode-string.ts'

const QUOTE = 0x22
const CLOSING_BRACE = 0x7d

/** The item in the making, and where in it the text of each column's value stands; both 0 where it has none. */
export interface ItemBuffer {
  readonly out: Buffer
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** For each date and timestamp its seconds since 1970 and its nanoseconds. */
  readonly moments: Float64Array
}

/** Writes the attribute of a filled cell, comma in front. Answers where it ends, or DOUBT. */
export function encodeCell(
  item: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  from: Uint8Array,
  start: number,
  end: number,
  kind: number,
  quote: number,
  at: number,
): number {
  const { out } = item
  let value: number
  let to: number
  switch (plan.encoding) {
    case STRING:
      value = copyAll(plan.prefix, out, at)
      to = encodeString(plan, from, start, end, kind, quote, out, value)
      break
    case NUMBER:
    case INTEGER:
      value = copyAll(plan.prefix, out, at)
      to = encodeNumber(plan, from, start, end, kind, out, value)
      break
    case DATE:
    case TIMESTAMP:
      value = copyAll(plan.prefix, out, at)
      to = encodeMoment(plan, from, start, end, kind, item.moments, column, out, value)
      break
    case BOOLEAN:
      return encodeBoolean(item, plan, column, readBoolean(from, start, end, kind), at)
    case JSON_VALUE:
      if (kind > JSON_NUMBER)
        return encodeBoolean(item, plan, column, readBoolean(from, start, end, kind), at)
      value = copyAll(kind === JSON_TEXT ? plan.prefix : plan.numberPrefix, out, at)
      to =
        kind === JSON_TEXT
          ? encodeString(plan, from, start, end, kind, quote, out, value)
          : encodeNumber(plan, from, start, end, kind, out, value)
      break
    default:
      return DOUBT
  }
  if (to === DOUBT) return DOUBT
  item.starts[column] = value
  item.ends[column] = to
  out[to] = QUOTE
  out[to + 1] = CLOSING_BRACE
  return to + 2
}

function encodeBoolean(
  item: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  answer: number,
  at: number,
): number {
  if (answer === DOUBT) return DOUBT
  const attribute = answer === 1 ? plan.yes : plan.no
  const to = copyAll(attribute, item.out, at)
  item.starts[column] = to - 1 - (answer === 1 ? 'true' : 'false').length
  item.ends[column] = to - 1
  return to
}
