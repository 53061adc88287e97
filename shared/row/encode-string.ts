import { CELL_ESCAPED } from '../format/record-cursor.ts'
import { DOUBT, JSON_TEXT } from './cell-kind.ts'
import type { ColumnPlan } from './column-plan.ts'
import { copyBytes, copyEscaped, copyUnquoted } from './copy-text.ts'
import { FOUND } from './pattern.ts'

/** Writes the text of a filled cell whose bytes are UTF-8, where it surely passes the column's checks. */
export function encodeString(
  plan: ColumnPlan,
  from: Uint8Array,
  start: number,
  end: number,
  kind: number,
  quote: number,
  out: Uint8Array,
  at: number,
): number {
  if (kind > JSON_TEXT) return DOUBT
  if (kind === CELL_ESCAPED) {
    if (plan.pattern !== null || plan.lengthMin > 1 || plan.lengthMax < end - start) return DOUBT
  } else {
    if (plan.pattern !== null && plan.pattern.searchBytes(from, start, end) !== FOUND) return DOUBT
    // A filled cell has a character, and a character a byte at least.
    if (plan.lengthMin > 1 || plan.lengthMax < end - start) {
      const characters = codePoints(from, start, end)
      if (characters < plan.lengthMin || characters > plan.lengthMax) return DOUBT
    }
  }
  const to =
    kind === JSON_TEXT
      ? copyBytes(from, start, end, out, at)
      : kind === CELL_ESCAPED
        ? copyUnquoted(from, start, end, quote, out, at)
        : copyEscaped(from, start, end, out, at)
  return plan.allowed !== null && plan.allowed.find(out, at, to) < 0 ? DOUBT : to
}

function codePoints(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let index = start; index < end; index += 1) if (((bytes[index] as number) & 0xc0) !== 0x80) count += 1
  return count
}
