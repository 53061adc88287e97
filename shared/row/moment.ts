import { parseTimestamp, type Timestamp } from './timestamp.ts'

/** The moment that a checked text names; a date is the first moment of its day, UTC. */
export function momentOf(type: 'date' | 'timestamp', text: string): Timestamp {
  return parseTimestamp(type === 'date' ? `${text}T00:00Z` : text) as Timestamp
}

/** Nanoseconds since 1970 as a number's text: a timestamp is stored as written, whose order is not that of time. */
export function nanosecondsText({ seconds, nanoseconds }: Timestamp): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds))
}
