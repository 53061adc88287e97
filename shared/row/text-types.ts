import type { Column } from '../dataset/dataset.ts'
import { isDate } from './date.ts'
import { canonicalNumber, compareNumbers } from './number.ts'
import { compareTimestamps, parseTimestamp, type Timestamp } from './timestamp.ts'

/**
 * The types whose values are one text. `canonical` gives the text that is stored, or undefined when the text is no
 * value of the type; equal values that DynamoDB takes for one key have one canonical text.
 */
export interface TextType {
  readonly attribute: 'S' | 'N' | 'BOOL'
  canonical(text: string): string | undefined
  /** Both texts are canonical. */
  compare(a: string, b: string): number
}

const asText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const TEXT_TYPES = {
  string: { attribute: 'S', canonical: (text) => text, compare: asText },
  number: { attribute: 'N', canonical: canonicalNumber, compare: compareNumbers },
  integer: {
    attribute: 'N',
    canonical: (text) => (/^-?\d+$/.test(text) ? canonicalNumber(text) : undefined),
    compare: compareNumbers,
  },
  // The spellings that JSON, Python and spreadsheets write. 0, 1, yes and no are not guessed at.
  boolean: {
    attribute: 'BOOL',
    canonical: (text) => BOOLEANS.get(text),
    compare: asText,
  },
  date: { attribute: 'S', canonical: (text) => (isDate(text) ? text : undefined), compare: asText },
  // Stored as written: the zone is part of what the file says.
  timestamp: {
    attribute: 'S',
    canonical: (text) => (parseTimestamp(text) ? text : undefined),
    compare: (a, b) => compareTimestamps(parseTimestamp(a) as Timestamp, parseTimestamp(b) as Timestamp),
  },
} as const satisfies Record<Exclude<Column['type'], 'json'>, TextType>

const BOOLEANS: ReadonlyMap<string, string> = new Map(
  ['true', 'false'].flatMap((word) => [
    [word, word],
    [`${word.slice(0, 1).toUpperCase()}${word.slice(1)}`, word],
    [word.toUpperCase(), word],
  ]),
)
