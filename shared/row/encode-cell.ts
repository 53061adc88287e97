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

/** `"}` */
const TEXT_END = 0x7d22

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
  const { encoding } = plan
  if (encoding === BOOLEAN || (encoding === JSON_VALUE && kind > JSON_NUMBER))
    return encodeBoolean(item, plan, column, readBoolean(item.from, start, end, kind), at)
  const prefix = encoding === JSON_VALUE && kind === JSON_NUMBER ? plan.numberPrefix : plan.prefix
  const value = copyFixed(prefix, item.outWords, at)
  const to = encodeText(item, plan, column, start, end, kind, value)
  if (to === DOUBT) return DOUBT
  item.starts[column] = value
  item.ends[column] = to
  item.outWords.setInt16(to, TEXT_END, true)
  return to + 2
}

function encodeText(
  item: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  start: number,
  end: number,
  kind: number,
  at: number,
): number {
  switch (plan.encoding) {
    case STRING:
      return encodeString(item, plan, start, end, kind, at)
    case NUMBER:
    case INTEGER:
      return encodeNumber(item, plan, start, end, kind, at)
    case DATE:
    case TIMESTAMP:
      return encodeMoment(item, plan, column, start, end, kind, at)
    case JSON_VALUE:
      return kind === JSON_TEXT
        ? encodeString(item, plan, start, end, kind, at)
        : encodeNumber(item, plan, start, end, kind, at)
    default:
      return DOUBT
  }
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
