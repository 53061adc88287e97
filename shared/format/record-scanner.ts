import { StevedoreError } from '../platform/error.ts'
import { COLUMNS_MAX, RECORD_BYTES_MAX } from './limits.ts'

/** Where a record stands in the scanner's buffer. Valid until the callback returns. */
export interface ScannedRecord {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  readonly line: number
  /** Of the first byte in the file. */
  readonly byteOffset: number
  /** Null: well-formed, and the cells are known. */
  readonly fault: 'quote' | 'record-bytes' | null
  readonly ascii: boolean
  /** May be more than the cells kept, which are COLUMNS_MAX at most. */
  readonly cellCount: number
  /** Three numbers a cell: start and end, relative to the record, and one of the CELL_ kinds. */
  readonly cells: readonly number[]
}

const CELL_PLAIN = 0
const CELL_QUOTED = 1
/** Quoted, with doubled quotes inside. */
export const CELL_ESCAPED = 2

/** Bytes with a meaning; NONE where the file uses none. */
export interface Marks {
  readonly delimiter: number
  readonly quote: number
  readonly comment: number
}

export const NONE = -1

export interface RecordScanner {
  push(bytes: Buffer): void
  end(): void
}

type State = 'between' | 'dropping' | 'cell' | 'plain' | 'quoted' | 'after-quote' | 'broken'

const LF = 0x0a
const CR = 0x0d

/**
 * Cuts bytes into records by RFC 4180, strictly; LF, CRLF and CR end a record, also mixed. Blank and comment lines are
 * no records. A misplaced quote breaks its record, which then ends with the line: from there quotes mean nothing.
 * Everything depends on the bytes alone, never on where a push ends.
 */
export function createRecordScanner(
  { delimiter, quote, comment }: Marks,
  fileOffset: number,
  onRecord: (record: ScannedRecord) => void,
): RecordScanner {
  let buffer: Buffer = Buffer.alloc(0)
  /** Of buffer[0] in the file. */
  let bufferOffset = fileOffset
  let position = 0
  let start = 0
  let state: State = 'between'
  let line = 1
  let startLine = 1
  let afterCr = false
  let highBits = 0
  let cellStart = 0
  let escaped = false
  let cellCount = 0
  let cells: number[] = []

  function push(bytes: Buffer): void {
    buffer = buffer.length > 0 ? Buffer.concat([buffer, bytes]) : bytes
    while (position < buffer.length) step()
    buffer = buffer.subarray(start)
    bufferOffset += start
    position -= start
    start = 0
  }

  function step(): void {
    const byte = buffer[position] as number
    if (state === 'between') between(byte)
    else if (state === 'dropping') dropping()
    else inRecord(byte)
  }

  function inRecord(byte: number): void {
    const limit = start + RECORD_BYTES_MAX
    const end = Math.max(position + 1, Math.min(limit, buffer.length))
    if (position >= limit && (state === 'quoted' || !isLineEnd(byte))) overflow(byte)
    else if (state === 'cell') cell(byte)
    else if (state === 'plain') plain(end)
    else if (state === 'quoted') quoted(end)
    else if (state === 'after-quote') afterQuote(byte)
    else if (isLineEnd(byte)) endRecord(byte)
    else position += 1
  }

  function between(byte: number): void {
    if (byte === LF && afterCr) {
      afterCr = false
      start = position += 1
    } else if (isLineEnd(byte)) endLine(byte)
    else if (byte === comment) state = 'dropping'
    else {
      state = 'cell'
      startLine = line
      highBits = 0
      cellCount = 0
      cells = []
    }
  }

  function dropping(): void {
    while (position < buffer.length && !isLineEnd(buffer[position] as number)) position += 1
    start = position
    if (position < buffer.length) endLine(buffer[position] as number)
  }

  function cell(byte: number): void {
    cellStart = position - start
    escaped = false
    state = byte === quote ? 'quoted' : 'plain'
    if (byte === quote) position += 1
  }

  function plain(end: number): void {
    let byte = buffer[position] as number
    while (byte !== delimiter && byte !== quote && !isLineEnd(byte)) {
      highBits |= byte
      position += 1
      if (position === end) return
      byte = buffer[position] as number
    }
    if (byte === quote) state = 'broken'
    else {
      endCell(cellStart, position - start, CELL_PLAIN)
      afterCell(byte)
    }
  }

  function quoted(end: number): void {
    while (position < end) {
      const byte = buffer[position] as number
      position += 1
      if (byte === quote) {
        state = 'after-quote'
        return
      }
      if (byte === CR || (byte === LF && buffer[position - 2] !== CR)) line += 1
      highBits |= byte
    }
  }

  function afterQuote(byte: number): void {
    if (byte === quote) {
      escaped = true
      state = 'quoted'
      position += 1
    } else if (byte === delimiter || isLineEnd(byte)) {
      endQuotedCell()
      afterCell(byte)
    } else state = 'broken'
  }

  function afterCell(byte: number): void {
    if (isLineEnd(byte)) endRecord(byte)
    else {
      state = 'cell'
      position += 1
    }
  }

  function endQuotedCell(): void {
    endCell(cellStart + 1, position - start - 1, escaped ? CELL_ESCAPED : CELL_QUOTED)
  }

  function endCell(from: number, to: number, kind: number): void {
    cellCount += 1
    if (cellCount <= COLUMNS_MAX) cells.push(from, to, kind)
  }

  function endRecord(byte: number): void {
    emit(state === 'broken' ? 'quote' : null)
    endLine(byte)
  }

  function endLine(byte: number): void {
    line += 1
    afterCr = byte === CR
    start = position += 1
    state = 'between'
  }

  function emit(fault: ScannedRecord['fault']): void {
    const ascii = highBits < 0x80
    onRecord({
      buffer,
      start,
      end: position,
      line: startLine,
      byteOffset: bufferOffset + start,
      fault,
      ascii,
      cellCount,
      cells,
    })
  }

  /** In quotes nobody can tell where the next record begins; outside of them it is the next line. */
  function overflow(byte: number): void {
    if (state === 'quoted' || (state === 'after-quote' && byte === quote))
      throw new StevedoreError(
        'file.too-large',
        `The record at line ${startLine} is longer than ${RECORD_BYTES_MAX} bytes inside quotes: a closing quote is probably missing there. Correct the line and upload the file again`,
      )
    emit(state === 'broken' ? 'quote' : 'record-bytes')
    state = 'dropping'
  }

  function end(): void {
    if (state === 'between' || state === 'dropping') return
    if (state === 'quoted')
      throw new StevedoreError(
        'file.format',
        `The file ends inside quotes that the record at line ${startLine} opens: the file is cut off, or a closing quote is missing there. Correct it and upload the file again`,
      )
    if (state === 'after-quote') endQuotedCell()
    else if (state !== 'broken')
      endCell(state === 'cell' ? position - start : cellStart, position - start, CELL_PLAIN)
    emit(state === 'broken' ? 'quote' : null)
  }

  return { push, end }
}

function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR
}
