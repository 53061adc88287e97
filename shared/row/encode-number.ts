import { CELL_ESCAPED } from '../format/record-cursor.ts'
import { DOUBT, JSON_NUMBER } from './cell-kind.ts'
import { type ColumnPlan, EXACT_DIGITS_MAX, INTEGER } from './column-plan.ts'
import type { ItemBuffer } from './item-buffer.ts'

const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS_MAX + 1 }, (_, power) => 10 ** power)

/** Writes the canonical text of a plain decimal of few digits, where it surely passes the column's checks. */
export function encodeNumber(
  { from, out }: ItemBuffer,
  plan: ColumnPlan,
  start: number,
  end: number,
  kind: number,
  at: number,
): number {
  if (kind > JSON_NUMBER || kind === CELL_ESCAPED) return DOUBT
  const isNegative = from[start] === MINUS
  const first = isNegative ? start + 1 : start
  let index = first
  while (index < end && from[index] === ZERO) index += 1
  if (end - index > EXACT_DIGITS_MAX || first === end) return DOUBT
  let to = at
  if (isNegative) {
    out[to] = MINUS
    to += 1
  }
  const wholeAt = to
  let whole = 0
  while (index < end) {
    const digit = (from[index] as number) - ZERO
    if (digit < 0 || digit > 9) break
    out[to] = digit + ZERO
    whole = whole * 10 + digit
    to += 1
    index += 1
  }
  if (to === wholeAt) {
    out[to] = ZERO
    to += 1
  }
  if (index < end) {
    to = plan.encoding === INTEGER ? DOUBT : copyFraction(from, index, end, out, to)
    if (to === DOUBT) return DOUBT
  }
  if (isNegative && out[wholeAt] === ZERO && to === wholeAt + 1) {
    // Minus zero is zero.
    out[at] = ZERO
    to = at + 1
  }
  if (plan.bounded && !isWithin(plan, isNegative, whole, out, at, to)) return DOUBT
  return plan.allowed !== null && plan.allowed.find(out, at, to) < 0 ? DOUBT : to
}

/** Copies a point and the digits behind it, without the zeros at the end. */
function copyFraction(from: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  if (from[start] !== POINT || start + 1 === end) return DOUBT
  let to = at
  out[to] = POINT
  to += 1
  for (let index = start + 1; index < end; index += 1) {
    const byte = from[index] as number
    if (byte < ZERO || byte > ZERO + 9) return DOUBT
    out[to] = byte
    to += 1
  }
  while (out[to - 1] === ZERO) to -= 1
  return out[to - 1] === POINT ? to - 1 : to
}

/** The whole part tells most of it: the value is not further from zero than the next whole number. */
function isWithin(
  { min, max }: ColumnPlan,
  isNegative: boolean,
  whole: number,
  out: Uint8Array,
  start: number,
  end: number,
): boolean {
  const least = isNegative ? -whole - 1 : whole
  if (least >= min && least + 1 <= max) return true
  const value = doubleOf(out, start, end)
  return value >= min && value <= max
}

/** The double nearest to a canonical text of at most EXACT_DIGITS_MAX digits: both parts of the division are exact. */
function doubleOf(canonical: Uint8Array, start: number, end: number): number {
  const negative = canonical[start] === MINUS
  let digits = 0
  let point = end
  for (let index = negative ? start + 1 : start; index < end; index += 1) {
    const byte = canonical[index] as number
    if (byte === POINT) point = index + 1
    else digits = digits * 10 + (byte - ZERO)
  }
  const value = digits / (POWERS_OF_TEN[end - point] as number)
  return negative ? -value : value
}
