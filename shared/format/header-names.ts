import { StevedoreError } from '../platform/error.ts'
import { cellText } from './cell-text.ts'
import { COLUMNS_MAX, RECORD_BYTES_MAX } from './limits.ts'
import type { RecordView } from './record-cursor.ts'
import { viewFault } from './view-fault.ts'

/** The names in the header row. A header that cannot be read refuses the file. */
export function headerNames(view: RecordView, quote: string): string[] {
  const { line, cellCount } = view
  const fault = viewFault(view)
  if (fault?.rule === 'encoding')
    throw new StevedoreError(
      'file.encoding',
      `The header at line ${line} is not UTF-8: ${fault.value}. Save the file as UTF-8 and upload it again`,
    )
  if (fault?.rule === 'record-bytes' || cellCount > COLUMNS_MAX)
    throw new StevedoreError(
      'file.too-large',
      `The header at line ${line} is longer than ${RECORD_BYTES_MAX} bytes, or has more than ${COLUMNS_MAX} columns: is the file what its name says?`,
    )
  if (fault)
    throw new StevedoreError(
      'file.header',
      `The header at line ${line} has a misplaced quote: ${fault.value}. Correct it and upload the file again`,
      { logged: `The header at line ${line} has a misplaced quote` },
    )
  return Array.from({ length: cellCount }, (_, position) => cellText(view, position, quote))
}
