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
import { readBoolean } from './encode-boolean.ts'
import { encodeMoment } from './encode-moment.ts'
import { encodeNumber } from './encode-number.ts'
import { encodeString } from './encode-string.ts'
import { copyFixed } from './fixed-text.ts'
import type { ItemBuffer } from './item-buffer.ts'

const QUOTE = 0x22
const CLOSING_BRACE = 0x7d

/** Writes the attribute of a filled cell, comma in front. Answers where it ends, or DOUBT. */
export function encodeCell(
  item: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  start: number,
  end: number,
  kind: number,
  at: number,
): number {
  const { from, out, outWords } = item
  let value: number
  let to: number
  switch (plan.encoding) {
    case STRING:
      value = copyFixed(plan.prefix, outWords, at)
      to = encodeString(item, plan, start, end, kind, value)
      break
    case NUMBER:
    case INTEGER:
      value = copyFixed(plan.prefix, outWords, at)
      to = encodeNumber(item, plan, start, end, kind, value)
      break
    case DATE:
    case TIMESTAMP:
      value = copyFixed(plan.prefix, outWords, at)
      to = encodeMoment(item, plan, column, start, end, kind, value)
      break
    case BOOLEAN:
      return encodeBoolean(item, plan, column, readBoolean(from, start, end, kind), at)
    case JSON_VALUE:
      if (kind > JSON_NUMBER)
        return encodeBoolean(item, plan, column, readBoolean(from, start, end, kind), at)
      value = copyFixed(kind === JSON_TEXT ? plan.prefix : plan.numberPrefix, outWords, at)
      to =
        kind === JSON_TEXT
          ? encodeString(item, plan, start, end, kind, value)
          : encodeNumber(item, plan, start, end, kind, value)
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
  const to = copyFixed(attribute, item.outWords, at)
  item.starts[column] = to - 1 - (answer === 1 ? 'true' : 'false').length
  item.ends[column] = to - 1
  return to
}
