import { isUtf8 } from 'node:buffer'
import type { Rule } from '../row/rule.ts'
import { escapeByte, excerptOfBytes } from './excerpt.ts'
import { firstInvalidByte } from './first-invalid-byte.ts'
import type { ScannedRecord } from './record-scanner.ts'
import type { UnreadableRecord } from './source-record.ts'

export interface RecordFault {
  readonly rule: Rule
  readonly value: string
}

/** What is wrong with the record before its cells are looked at: its length, then its quotes, then its encoding. */
export function scannedFault(scanned: ScannedRecord): RecordFault | undefined {
  const { fault, ascii, buffer, start, end, byteOffset } = scanned
  if (!fault && ascii) return undefined
  const bytes = buffer.subarray(start, end)
  if (fault) return { rule: fault, value: excerptOfBytes(bytes) }
  if (isUtf8(bytes)) return undefined
  const invalid = firstInvalidByte(bytes)
  const byte = escapeByte(String.fromCharCode(bytes[invalid] as number))
  return { rule: 'encoding', value: `${byte} at byte ${byteOffset + invalid} of the file` }
}

export function unreadable(
  { line, byteOffset, start, end }: ScannedRecord,
  record: number,
  fault: RecordFault,
): UnreadableRecord {
  return { kind: 'unreadable', record, line, byteOffset, bytes: end - start, column: null, ...fault }
}
