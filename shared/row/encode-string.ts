import { CELL_ESCAPED } from '../format/record-cursor.ts'
import { DOUBT, JSON_TEXT } from './cell-kind.ts'
import type { ColumnPlan } from './column-plan.ts'
import { copyEscaped, copyPlain, copyUnquoted } from './copy-text.ts'
import type { ItemBuffer } from './item-buffer.ts'
import { FOUND } from './pattern.ts'

/** Writes the text of a filled cell whose bytes are UTF-8, where it surely passes the column's checks. */
export function encodeString(
  item: ItemBuffer,
  plan: ColumnPlan,
  start: number,
  end: number,
  kind: number,
  at: number,
): number {
  if (kind > JSON_TEXT || (plan.isChecked && !passes(item.from, plan, start, end, kind))) return DOUBT
  const to =
    kind === JSON_TEXT
      ? copyPlain(item, start, end, at)
      : kind === CELL_ESCAPED
        ? copyUnquoted(item, start, end, at)
        : copyEscaped(item, start, end, at)
  return plan.allowed !== null && plan.allowed.find(item.out, at, to) < 0 ? DOUBT : to
}

function passes(from: Uint8Array, plan: ColumnPlan, start: number, end: number, kind: number): boolean {
  // A filled cell has a character, and a character a byte at least.
  const counts = plan.lengthMin > 1 || plan.lengthMax < end - start
  if (kind === CELL_ESCAPED) return plan.pattern === null && !counts
  if (plan.pattern !== null && plan.pattern.searchBytes(from, start, end) !== FOUND) return false
  if (!counts) return true
  const characters = codePoints(from, start, end)
  return characters >= plan.lengthMin && characters <= plan.lengthMax
}

function codePoints(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let index = start; index < end; index += 1) if (((bytes[index] as number) & 0xc0) !== 0x80) count += 1
  return count
}
