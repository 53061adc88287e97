import { CELL_ESCAPED } from '../format/record-cursor.ts'
import { DOUBT, JSON_TEXT } from './cell-kind.ts'
import { type ColumnPlan, DATE } from './column-plan.ts'
import { copyPlain } from './copy-text.ts'
import { isDay } from './date.ts'
import type { ItemBuffer } from './item-buffer.ts'

const MINUS = 0x2d
const PLUS = 0x2b
const POINT = 0x2e
const COLON = 0x3a
const LETTER_T = 0x54
const LETTER_Z = 0x5a
const ZERO = 0x30
const DATE_BYTES = 10
const MINUTE_BYTES = 16
const ZONE_BYTES = 6
const FRACTION_DIGITS_MAX = 9

/** Writes the text of a date or timestamp as it stands, where it surely passes the column's checks, and notes its moment. */
export function encodeMoment(
  item: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  start: number,
  end: number,
  kind: number,
  at: number,
): number {
  if (kind > JSON_TEXT || kind === CELL_ESCAPED) return DOUBT
  const passes =
    plan.encoding === DATE
      ? readDate(item, plan, column, start, end)
      : readTimestamp(item, plan, column, start, end)
  if (!passes) return DOUBT
  const to = copyPlain(item, start, end, at)
  return plan.allowed !== null && plan.allowed.find(item.out, at, to) < 0 ? DOUBT : to
}

function readDate(
  { from, moments }: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  start: number,
  end: number,
): boolean {
  if (end - start !== DATE_BYTES) return false
  const day = dayNumber(from, start)
  if (day < 0 || day < plan.min || day > plan.max) return false
  if (plan.isMoment) {
    moments[column * 2] = daysSince1970(day) * 86_400
    moments[column * 2 + 1] = 0
  }
  return true
}

function readTimestamp(
  { from, moments }: ItemBuffer,
  plan: ColumnPlan,
  column: number,
  start: number,
  end: number,
): boolean {
  if (end - start <= MINUTE_BYTES) return false
  const day = dayNumber(from, start)
  const hour = twoDigits(from, start + 11)
  const minute = twoDigits(from, start + 14)
  if (day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return false
  if (from[start + DATE_BYTES] !== LETTER_T || from[start + 13] !== COLON) return false
  let index = start + MINUTE_BYTES
  let second = 0
  let nanoseconds = 0
  if (from[index] === COLON) {
    second = index + 3 <= end ? twoDigits(from, index + 1) : -1
    if (second < 0 || second > 59) return false
    index += 3
    if (index < end && from[index] === POINT) {
      const digits = fractionDigits(from, index + 1, end)
      if (digits === 0 || digits > FRACTION_DIGITS_MAX) return false
      nanoseconds = fractionOf(from, index + 1, digits)
      index += 1 + digits
    }
  }
  const zone = zoneMinutes(from, index, end)
  if (zone === NO_ZONE) return false
  if (!plan.isMoment && day >= plan.safeDayMin && day <= plan.safeDayMax) return true
  const seconds = ((daysSince1970(day) * 24 + hour) * 60 + minute - zone) * 60 + second
  if (plan.bounded && !isWithin(plan, seconds, nanoseconds)) return false
  moments[column * 2] = seconds
  moments[column * 2 + 1] = nanoseconds
  return true
}

function isWithin(plan: ColumnPlan, seconds: number, nanoseconds: number): boolean {
  return (
    (seconds > plan.min || (seconds === plan.min && nanoseconds >= plan.minNanoseconds)) &&
    (seconds < plan.max || (seconds === plan.max && nanoseconds <= plan.maxNanoseconds))
  )
}

/** YYYYMMDD of a text that begins with a day of the calendar, or -1. */
function dayNumber(from: Uint8Array, start: number): number {
  const century = twoDigits(from, start)
  const year = twoDigits(from, start + 2)
  const month = twoDigits(from, start + 5)
  const day = twoDigits(from, start + 8)
  if (century < 0 || year < 0 || month < 0 || day < 0) return -1
  if (from[start + 4] !== MINUS || from[start + 7] !== MINUS) return -1
  return isDay(century * 100 + year, month, day) ? ((century * 100 + year) * 100 + month) * 100 + day : -1
}

/** From 0 to 99, or -1 where one of the two bytes is no digit. */
function twoDigits(from: Uint8Array, start: number): number {
  const tens = (from[start] as number) - ZERO
  const ones = (from[start + 1] as number) - ZERO
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones
}

function fractionDigits(from: Uint8Array, start: number, end: number): number {
  let index = start
  while (index < end && (from[index] as number) >= ZERO && (from[index] as number) <= ZERO + 9) index += 1
  return index - start
}

function fractionOf(from: Uint8Array, start: number, digits: number): number {
  let value = 0
  for (let digit = 0; digit < FRACTION_DIGITS_MAX; digit += 1)
    value = value * 10 + (digit < digits ? (from[start + digit] as number) - ZERO : 0)
  return value
}

const NO_ZONE = 10_000

/** East of Greenwich. */
function zoneMinutes(from: Uint8Array, start: number, end: number): number {
  const sign = from[start]
  if (end - start === 1) return sign === LETTER_Z ? 0 : NO_ZONE
  if (end - start !== ZONE_BYTES || (sign !== PLUS && sign !== MINUS)) return NO_ZONE
  const hours = twoDigits(from, start + 1)
  const minutes = twoDigits(from, start + 4)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || from[start + 3] !== COLON) return NO_ZONE
  return sign === MINUS ? -(hours * 60 + minutes) : hours * 60 + minutes
}

/** Howard Hinnant's days_from_civil, in whole numbers; the year begins in March, so that the leap day is its last. */
function daysSince1970(dayNumber: number): number {
  const day = dayNumber % 100
  const month = Math.floor(dayNumber / 100) % 100
  const year = Math.floor(dayNumber / 10_000) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
