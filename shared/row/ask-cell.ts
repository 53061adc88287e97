import type { Dataset } from '../dataset/dataset.ts'
import { JsonNumber } from '../format/json-value.ts'
import { JSON_DEPTH_MAX } from '../format/limits.ts'
import { parseJson } from '../format/parse-json.ts'
import { CELL_ESCAPED } from '../format/record-cursor.ts'
import type { Field } from '../format/source-record.ts'
import { DOUBT, JSON_FALSE, JSON_NESTED, JSON_NUMBER, JSON_TRUE } from './cell-kind.ts'
import { compileColumn } from './check-column.ts'
import { BEFORE_TEXT, BEHIND_TEXT } from './encode-item.ts'
import type { ItemBuffer } from './item-buffer.ts'
import { momentOf } from './moment.ts'
import type { AttributeValue } from './row.ts'

/** What the answers for one record may come to in JSON; beyond it the record goes the exact way as a whole. */
export const ASKED_BYTES_MAX = 64 * 1024
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UNIT_BYTES_MAX = 3

export interface CellAsker {
  /** To be called for each record: what its cells come to is counted from here. */
  begin(): void
  /** Writes the attribute of a filled cell by the exact rules. Answers where it ends, or DOUBT where the cell breaks one. */
  ask(
    item: ItemBuffer,
    column: number,
    from: Buffer,
    start: number,
    end: number,
    kind: number,
    at: number,
  ): number
}

export function createCellAsker({ columns, format }: Dataset): CellAsker {
  const fieldsAre = format.kind === 'delimited' ? 'cells' : 'json'
  const quote = format.kind === 'delimited' ? (format.quote ?? '') : ''
  const checks = columns.map((column) => compileColumn(column, fieldsAre))
  let askedBytes = 0

  return {
    begin() {
      askedBytes = 0
    },
    ask(item, column, from, start, end, kind, at) {
      const field = fieldOf(from, start, end, kind, quote)
      const value = field === DOUBT ? 'json' : checks[column]?.(field)
      if (typeof value === 'string') return DOUBT
      item.starts[column] = 0
      item.ends[column] = 0
      if (value === undefined) return at
      const { name, type } = columns[column] as (typeof columns)[number]
      const text = `,${JSON.stringify(name)}:${JSON.stringify(value)}`
      askedBytes += text.length * UNIT_BYTES_MAX
      if (askedBytes > ASKED_BYTES_MAX) return DOUBT
      const to = at + item.out.write(text, at)
      noteText(item, column, value, to)
      if ('S' in value && (type === 'date' || type === 'timestamp')) {
        const { seconds, nanoseconds } = momentOf(type, value.S)
        item.moments[column * 2] = seconds
        item.moments[column * 2 + 1] = nanoseconds
      }
      return to
    },
  }
}

function fieldOf(
  from: Buffer,
  start: number,
  end: number,
  kind: number,
  quote: string,
): Field | typeof DOUBT {
  if (kind === JSON_TRUE || kind === JSON_FALSE) return kind === JSON_TRUE
  const text = from.toString('utf8', start, end)
  if (kind === CELL_ESCAPED) return text.replaceAll(quote + quote, quote)
  if (kind === JSON_NUMBER) return new JsonNumber(text)
  if (kind !== JSON_NESTED) return text
  const parsed = parseJson(text, JSON_DEPTH_MAX)
  return typeof parsed === 'string' ? DOUBT : parsed.value
}

/** Where the text of a value stands whose attribute ends at `to`. */
function noteText(item: ItemBuffer, column: number, value: AttributeValue, to: number): void {
  if ('BOOL' in value) {
    item.ends[column] = to - 1
    item.starts[column] = to - 1 - String(value.BOOL).length
  } else if ('S' in value || 'N' in value) {
    item.ends[column] = to - BEHIND_TEXT
    item.starts[column] = to - Buffer.byteLength(JSON.stringify(value)) + BEFORE_TEXT
  }
}
