import type { DelimitedFormat } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import { RECORD_BYTES_MAX } from './limits.ts'
import type { Cut } from './line-cursor.ts'
import { behindLineEnd, CR, isLineEnd, LF } from './line-end.ts'
import { fourOf, passWords, WORD_BYTES } from './pass-words.ts'
import { CELL_ESCAPED, CELL_PLAIN, CELL_QUOTED, type CutFault, type RecordView } from './record-cursor.ts'
import { CELL_NUMBERS } from './record-view.ts'
import type { TextWindow } from './text-window.ts'

/** What stands in place of a byte: the text ends here; the window does; the record is too long. */
const END = -1
const SHORT = -2
const OVERLONG = -3
/** A character that the file does not use. */
const NONE = -4

/**
 * Cuts records into cells by RFC 4180, strictly; LF, CRLF and CR end a record, also mixed. Blank and comment lines are
 * no records. A misplaced quote breaks its record, which then ends with the line: from there quotes mean nothing.
 * Throws where the text ends inside quotes, or a record grows too long inside them.
 */
export function createCellCutter(format: DelimitedFormat, window: TextWindow, view: RecordView): () => Cut {
  const delimiter = byteOf(format.delimiter)
  const quote = byteOf(format.quote)
  const comment = byteOf(format.comment)
  const endsPlain = tableOf([delimiter, quote, LF, CR])
  const endsQuoted = tableOf([quote, LF, CR])
  /** All that ends a cell is below it, but for the delimiter. */
  const low = fourOf(Math.max(quote, CR) + 1)
  const quotes = fourOf(quote)
  const delimiters = fourOf(delimiter)
  const { cells } = view
  let text = window.buffer
  let words = wordsOf(text)

  /** The hottest loop of a load: all that it changes on the way are its own variables and the cells. */
  return function cutCells(): Cut {
    const line = passBlankLines()
    if (line !== 'record') return line
    const { buffer, at: start } = window
    if (buffer !== text) {
      text = buffer
      words = wordsOf(buffer)
    }
    const bound = Math.min(window.limit, start + RECORD_BYTES_MAX)
    const last = bound - WORD_BYTES
    let index = start
    let slot = 0
    let cellCount = 0
    let lineCount = 0
    let byte = 0
    do {
      let from = index
      let kind = CELL_PLAIN
      // A cell that begins with a quote is not looked at twice.
      byte = index < bound ? (buffer[index] as number) : SHORT
      for (; byte !== quote; index += 1) {
        index = passWords(words, index, last, low, delimiters)
        if (index === bound) break
        byte = buffer[index] as number
        if (endsPlain[byte] !== 0) break
      }
      let to = index
      if (index === bound) byte = beyond(index)
      else if (byte === quote) {
        if (index > from) return breakRecord(index, lineCount)
        from += 1
        kind = CELL_QUOTED
        for (;;) {
          for (index += 1; ; index += 1) {
            index = passWords(words, index, last, low, quotes)
            if (index === bound) break
            byte = buffer[index] as number
            if (endsQuoted[byte] !== 0) break
          }
          if (index === bound) return openQuotes(index)
          if (byte === quote) {
            index += 1
            byte = index < bound ? (buffer[index] as number) : beyond(index)
            if (byte !== quote) break
            kind = CELL_ESCAPED
          } else if (byte === CR || buffer[index - 1] !== CR) lineCount += 1
        }
        if (byte === OVERLONG && buffer[index] === quote) return openQuotes(index)
        if (byte >= 0 && byte !== delimiter && !isLineEnd(byte)) return breakRecord(index, lineCount)
        to = index - 1
      }
      if (byte === SHORT) return 'short'
      if (slot < cells.length) {
        cells[slot] = from
        cells[slot + 1] = to
        cells[slot + 2] = kind
        slot += CELL_NUMBERS
      }
      cellCount += 1
      index += 1
    } while (byte === delimiter)
    view.cellCount = cellCount
    view.ascii = window.ascii
    return endRecord(index - 1, byte, lineCount, null)
  }

  function passBlankLines(): Cut {
    for (;;) {
      if (window.at === window.limit) return window.ended ? 'end' : 'short'
      const byte = window.buffer[window.at] as number
      if (byte === comment) return 'comment'
      if (!isLineEnd(byte)) return 'record'
      const next = behindLineEnd(window, window.at)
      if (next < 0) return 'short'
      window.at = next
      window.line += 1
    }
  }

  /** What stands at the bound, where only a line end may stand. */
  function beyond(index: number): number {
    if (index === window.limit) return window.ended ? END : SHORT
    const byte = window.buffer[index] as number
    return isLineEnd(byte) ? byte : OVERLONG
  }

  function breakRecord(from: number, lineCount: number): Cut {
    const bound = Math.min(window.limit, window.at + RECORD_BYTES_MAX)
    let index = from
    while (index < bound && !isLineEnd(window.buffer[index] as number)) index += 1
    const byte = index < bound ? (window.buffer[index] as number) : beyond(index)
    if (byte === SHORT) return 'short'
    view.ascii = false
    return endRecord(index, byte, lineCount, 'quote')
  }

  function endRecord(end: number, byte: number, lineCount: number, fault: CutFault | null): Cut {
    const start = window.at
    const next = byte < 0 ? end : behindLineEnd(window, end)
    if (next < 0) return 'short'
    view.buffer = window.buffer
    view.start = start
    view.end = end
    view.line = window.line
    view.byteOffset = window.offset + start
    view.utf8 = window.utf8 && byte >= 0
    view.fault = byte === OVERLONG ? (fault ?? 'record-bytes') : fault
    window.at = next
    window.line += byte === OVERLONG ? lineCount : lineCount + 1
    return byte === OVERLONG ? 'overlong' : 'record'
  }

  /** In quotes nobody can tell where the next record begins. */
  function openQuotes(index: number): Cut {
    if (index < window.limit)
      throw new StevedoreError(
        'file.too-large',
        `The record at line ${window.line} is longer than ${RECORD_BYTES_MAX} bytes inside quotes: a closing quote is probably missing there. Correct the line and upload the file again`,
      )
    if (!window.ended) return 'short'
    throw new StevedoreError(
      'file.format',
      `The file ends inside quotes that the record at line ${window.line} opens: the file is cut off, or a closing quote is missing there. Correct it and upload the file again`,
    )
  }
}

function byteOf(character: string | null): number {
  return character?.charCodeAt(0) ?? NONE
}

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of bytes) if (byte >= 0) table[byte] = 1
  return table
}

function wordsOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
