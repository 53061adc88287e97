import type { Column, DelimitedFormat } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import { cellTexts } from './cell-texts.ts'
import { matchHeader } from './match-header.ts'
import { readHeader } from './read-header.ts'
import type { CellMap } from './record-cursor.ts'
import { createRecordScanner, NONE, type ScannedRecord } from './record-scanner.ts'
import type { RecordReader, SourceRecord } from './source-record.ts'
import { scannedFault, unreadable } from './unreadable.ts'

/** CSV and TSV. Cells that no column of the dataset takes are left out: files carry more than a table wants. */
export function createCsvReader(
  format: DelimitedFormat,
  columns: readonly Column[],
  fileOffset: number,
): RecordReader {
  let records: SourceRecord[] = []
  let recordCount = 0
  const quote = format.quote ?? ''
  let map = format.header ? matchHeader(format.header, columns, format.headerMatch) : undefined

  const scanner = createRecordScanner(marksOf(format), fileOffset, (scanned) => {
    if (map) {
      recordCount += 1
      records.push(readRecord(scanned, recordCount, map, quote))
    } else map = matchHeader(readHeader(scanned, quote), columns, format.headerMatch)
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
      if (map) return taken()
      throw new StevedoreError(
        'file.empty',
        'The file has no header row: it holds nothing but blank and comment lines. Upload it again, whole',
      )
    },
  }
}

function marksOf({ delimiter, quote, comment }: DelimitedFormat) {
  return {
    delimiter: delimiter.charCodeAt(0),
    quote: quote?.charCodeAt(0) ?? NONE,
    comment: comment?.charCodeAt(0) ?? NONE,
  }
}

function readRecord(scanned: ScannedRecord, record: number, map: CellMap, quote: string): SourceRecord {
  const fault = scannedFault(scanned)
  if (fault) return unreadable(scanned, record, fault)
  if (scanned.cellCount !== map.cellCount) {
    const value = `${scanned.cellCount} cells, the header has ${map.cellCount}`
    return unreadable(scanned, record, { rule: 'cells', value })
  }
  const { line, byteOffset, start, end } = scanned
  return {
    kind: 'read',
    record,
    line,
    byteOffset,
    bytes: end - start,
    fields: cellTexts(scanned, map.positions, quote),
  }
}
