import { StevedoreError } from '../platform/error.ts'
import { cellTexts } from './cell-texts.ts'
import { COLUMNS_MAX } from './limits.ts'
import type { ScannedRecord } from './record-scanner.ts'
import { scannedFault } from './unreadable.ts'

/** The names in the header row. A header that cannot be read refuses the file. */
export function readHeader(scanned: ScannedRecord, quote: string): string[] {
  const { line, cellCount } = scanned
  const fault = scannedFault(scanned)
  if (fault?.rule === 'encoding')
    throw new StevedoreError(
      'file.encoding',
      `The header at line ${line} is not UTF-8: ${fault.value}. Save the file as UTF-8 and upload it again`,
    )
  if (fault?.rule === 'record-bytes' || cellCount > COLUMNS_MAX)
    throw new StevedoreError(
      'file.too-large',
      `The header at line ${line} is longer than a record may be, or has more than ${COLUMNS_MAX} columns: is the file what its name says?`,
    )
  if (fault)
    throw new StevedoreError(
      'file.header',
      `The header at line ${line} has a misplaced quote: ${fault.value}. Correct it and upload the file again`,
    )
  return cellTexts(scanned, [...Array(cellCount).keys()], quote) as string[]
}
