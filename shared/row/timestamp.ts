import { isDay } from './date.ts'

/** A moment, with all the digits of its text. */
export interface Timestamp {
  /** Whole seconds since 1970, UTC. */
  readonly seconds: number
  readonly nanoseconds: number
}

// RFC 3339: a zone is required, seconds are optional as in ISO 8601, leap seconds are not taken.
const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/

export function parseTimestamp(text: string): Timestamp | undefined {
  const match = TIMESTAMP.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  if (!isDay(year, month, day)) return undefined
  const [second, fraction, sign, zoneHour, zoneMinute] = match.slice(6)
  const zone = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * (sign === '-' ? -1 : 1)
  return {
    seconds: ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute - zone) * 60 + Number(second ?? 0),
    nanoseconds: Number((fraction ?? '').padEnd(9, '0')),
  }
}

export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.seconds - b.seconds || a.nanoseconds - b.nanoseconds
}

/** Date.UTC reads the years 0 to 99 as 1900 to 1999, so the year is set by itself. */
function daysSince1970(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / 86_400_000
}
