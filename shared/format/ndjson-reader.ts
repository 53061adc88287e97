import type { Column } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import { excerpt } from './excerpt.ts'
import { JsonNumber, type JsonValue } from './json-value.ts'
import { JSON_DEPTH_MAX } from './limits.ts'
import { parseJson } from './parse-json.ts'
import { createRecordScanner, NONE, type ScannedRecord } from './record-scanner.ts'
import type { Field, RecordReader, SourceRecord } from './source-record.ts'
import { type RecordFault, scannedFault, unreadable } from './unreadable.ts'

/** The record is an object itself. */
const RECORD_DEPTH_MAX = JSON_DEPTH_MAX + 1
const NO_MARKS = { delimiter: NONE, quote: NONE, comment: NONE }

/** One JSON object a line. Members that no column of the dataset takes are left out, as with CSV. */
export function createNdjsonReader(columns: readonly Column[], fileOffset: number): RecordReader {
  let records: SourceRecord[] = []
  let recordCount = 0

  const scanner = createRecordScanner(NO_MARKS, fileOffset, (scanned) => {
    const line = scanned.buffer.toString('utf8', scanned.start, scanned.end)
    if (/^[ \t]*$/.test(line)) return
    if (recordCount === 0) refuseArray(line)
    recordCount += 1
    records.push(readRecord(scanned, line, recordCount, columns))
  })

  function taken(): readonly SourceRecord[] {
    const ready = records
    records = []
    return ready
  }

  return {
    push(bytes) {
      scanner.push(bytes)
      return taken()
    },
    end() {
      scanner.end()
      return taken()
    },
  }
}

function refuseArray(line: string): void {
  if (line.trimStart().startsWith('['))
    throw new StevedoreError(
      'file.format',
      'The file begins with a JSON array, and the dataset says ndjson: write one object a line, without brackets and commas around them',
    )
}

function readRecord(
  scanned: ScannedRecord,
  line: string,
  record: number,
  columns: readonly Column[],
): SourceRecord {
  const fault = scannedFault(scanned)
  if (fault) return unreadable(scanned, record, fault)
  const object = parseObject(line)
  if ('rule' in object) return unreadable(scanned, record, object)
  const { start, end, byteOffset } = scanned
  return {
    kind: 'read',
    record,
    line: scanned.line,
    byteOffset,
    bytes: end - start,
    fields: columns.map(({ from }) => memberOf(object.members, from)),
  }
}

function parseObject(line: string): RecordFault | { readonly members: Readonly<Record<string, JsonValue>> } {
  const parsed = parseJson(line, RECORD_DEPTH_MAX)
  if (typeof parsed === 'string') return { rule: parsed, value: excerpt(line) }
  const { value } = parsed
  const isObject =
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof JsonNumber)
  return isObject
    ? { members: value as Readonly<Record<string, JsonValue>> }
    : { rule: 'json', value: excerpt(line) }
}

function memberOf(members: Readonly<Record<string, JsonValue>>, name: string): Field {
  return Object.hasOwn(members, name) ? members[name] : undefined
}
