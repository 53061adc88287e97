import { isUtf8 } from 'node:buffer'
import type { Rule } from '../row/rule.ts'
import { escapeByte, excerptOfBytes } from './excerpt.ts'
import { firstInvalidByte } from './first-invalid-byte.ts'
import type { RecordView } from './record-cursor.ts'

export interface RecordFault {
  readonly rule: Rule
  readonly value: string
}

/** What is wrong with the record before its cells are looked at: its length, then its quotes, then its encoding. */
export function viewFault(view: RecordView): RecordFault | undefined {
  if (view.fault === null && (view.ascii || view.utf8)) return undefined
  const bytes = view.buffer.subarray(view.start, view.end)
  if (view.fault !== null) return { rule: view.fault, value: excerptOfBytes(bytes) }
  if (isUtf8(bytes)) return undefined
  const invalid = firstInvalidByte(bytes)
  const byte = escapeByte(String.fromCharCode(bytes[invalid] as number))
  return { rule: 'encoding', value: `${byte} at byte ${view.byteOffset + invalid} of the file` }
}
