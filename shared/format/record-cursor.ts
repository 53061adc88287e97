/** Why a record cannot be cut into cells or read at all. The cursor goes on behind it. */
export type CutFault = 'quote' | 'record-bytes'

/**
 * One record, as the cursor has cut it from its text. There is one view for all records of a file, valid until the next
 * call: the hot path makes no object per record.
 */
export interface RecordView {
  /** UTF-8 text, not checked for validity; `ascii` tells that no byte is above 0x7f. */
  buffer: Buffer
  /** The record in the buffer, without its line end. */
  start: number
  end: number
  /** Physical line where the record begins, from 1. */
  line: number
  /** Of the record's first byte in the text, from 0; a byte order mark counts. */
  byteOffset: number
  /** Counts data records from 1. */
  record: number
  ascii: boolean
  /** Surely valid UTF-8; false where that is not known. */
  utf8: boolean
  fault: CutFault | null
  /** Cells of a delimited record, also where there are more than are kept in `cells`; 0 in JSON. */
  cellCount: number
  /** Three numbers a cell: start and end in the buffer, quotes left out, and one of the CELL_ kinds. */
  cells: Int32Array
}

export const CELL_PLAIN = 0
export const CELL_QUOTED = 1
/** Quoted, with doubled quotes inside. */
export const CELL_ESCAPED = 2

/** Where in a text a later cursor goes on: behind a record. Plain JSON, for it is kept in the ledger. */
export interface TextPosition {
  /** Of the next byte to read, in the text: unpacked, and UTF-8. */
  readonly byteOffset: number
  /** Line on which that byte stands, and how many records came before it. */
  readonly line: number
  readonly records: number
  /** Delimited text: what the header was found to say. */
  readonly header?: CellMap
  /** JSON text: what a cursor must know to go on inside the array. */
  readonly json?: { readonly depth: number }
}

/** Where the dataset's columns stand in a delimited record. */
export interface CellMap {
  readonly cellCount: number
  /** For each column of the dataset the position of its cell, or -1 where the file has none. */
  readonly positions: readonly number[]
}

/** Cuts text into records. The records are the same wherever the text was cut into pieces. */
export interface RecordCursor {
  readonly view: RecordView
  /** Delimited text, once the header is known. */
  readonly cellMap: CellMap | undefined
  /** Takes the next piece of the text; after `more` was answered. The cursor may keep the piece: it must not change. */
  push(text: Buffer): void
  /** No more text will come. */
  end(): void
  /** Cuts the next record. Throws a StevedoreError of class `data` where the file as a whole is refused. */
  next(): 'record' | 'more' | 'end'
  /** Behind the last record that was cut. */
  position(): TextPosition
}
