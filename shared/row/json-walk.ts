import { createByteTable } from './byte-table.ts'
import { JSON_FALSE, JSON_NESTED, JSON_NUMBER, JSON_TEXT, JSON_TRUE } from './cell-kind.ts'
import { jsonNestedEnd } from './json-nested.ts'
import { jsonNumberEnd } from './json-number.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPENING_BRACKET = 0x5b
const BACKSLASH = 0x5c
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const SPACE = 0x20
const NUMBERS_PER_CELL = 3
const ABSENT = -1
const WORDS = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')] as const

/** Finds the members of a JSON object that columns take, as the cells of a record. */
export interface JsonWalk {
  /** Three numbers a member, as in RecordView: start, end and kind. Nothing between start and end: absent, null or "". */
  readonly cells: Int32Array
  /** For each column the index of its first number in `cells`. */
  readonly positions: Int32Array
  /**
   * Fills `cells`. False where the text is not surely one JSON object, where names or texts hold escapes, or where a member
   * that a column takes stands there twice. The bytes are UTF-8.
   */
  walk(bytes: Uint8Array, start: number, end: number): boolean
}

/** `from`: for each column the name of its member. */
export function createJsonWalk(from: readonly string[]): JsonWalk {
  const names = [...new Set(from)]
  const table = createByteTable(names)
  const cells = new Int32Array(names.length * NUMBERS_PER_CELL)
  /** Of the member found last. */
  let slot = ABSENT

  function note(start: number, end: number, kind: number): boolean {
    if (slot === ABSENT) return kind !== JSON_NESTED
    const place = slot * NUMBERS_PER_CELL
    if (cells[place + 2] !== ABSENT) return false
    cells[place] = start
    cells[place + 1] = end
    cells[place + 2] = kind
    return true
  }

  /** Notes the value that begins at `start`; answers where it ends, or ABSENT in doubt. */
  function value(bytes: Uint8Array, start: number, end: number): number {
    const byte = bytes[start] as number
    if (byte === QUOTE) {
      const to = textEnd(bytes, start + 1, end)
      return to !== ABSENT && note(start + 1, to, JSON_TEXT) ? to + 1 : ABSENT
    }
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      const to = jsonNestedEnd(bytes, start, end)
      return to !== ABSENT && note(start, to, JSON_NESTED) ? to : ABSENT
    }
    if (byte === 0x74) return word(bytes, start, end, 0, JSON_TRUE)
    if (byte === 0x66) return word(bytes, start, end, 1, JSON_FALSE)
    if (byte === 0x6e) return word(bytes, start, end, 2, JSON_TEXT)
    const to = jsonNumberEnd(bytes, start, end)
    return to !== ABSENT && note(start, to, JSON_NUMBER) ? to : ABSENT
  }

  function word(bytes: Uint8Array, start: number, end: number, index: 0 | 1 | 2, kind: number): number {
    const expected = WORDS[index]
    const to = start + expected.length
    if (to > end) return ABSENT
    for (let offset = 1; offset < expected.length; offset += 1)
      if (bytes[start + offset] !== expected[offset]) return ABSENT
    // A null is an empty text.
    return note(start, kind === JSON_TEXT ? start : to, kind) ? to : ABSENT
  }

  return {
    cells,
    positions: Int32Array.from(from, (name) => names.indexOf(name) * NUMBERS_PER_CELL),
    walk(bytes, start, end) {
      for (let place = 0; place < cells.length; place += NUMBERS_PER_CELL) {
        cells[place] = 0
        cells[place + 1] = 0
        cells[place + 2] = ABSENT
      }
      let index = pastSpace(bytes, start, end)
      if (index === end || bytes[index] !== OPENING_BRACE) return false
      index = pastSpace(bytes, index + 1, end)
      if (index < end && bytes[index] === CLOSING_BRACE) return pastSpace(bytes, index + 1, end) === end
      for (;;) {
        if (index === end || bytes[index] !== QUOTE) return false
        const nameEnd = textEnd(bytes, index + 1, end)
        if (nameEnd === ABSENT) return false
        slot = table.find(bytes, index + 1, nameEnd)
        index = pastSpace(bytes, nameEnd + 1, end)
        if (index === end || bytes[index] !== COLON) return false
        index = pastSpace(bytes, index + 1, end)
        if (index === end) return false
        index = value(bytes, index, end)
        if (index === ABSENT) return false
        index = pastSpace(bytes, index, end)
        if (index === end) return false
        if (bytes[index] === CLOSING_BRACE) return pastSpace(bytes, index + 1, end) === end
        if (bytes[index] !== COMMA) return false
        index = pastSpace(bytes, index + 1, end)
      }
    },
  }
}

/** Where the closing quote stands; ABSENT where there is none, or an escape or a control character before it. */
function textEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index] as number
    if (byte === QUOTE) return index
    if (byte === BACKSLASH || byte < SPACE) return ABSENT
  }
  return ABSENT
}

function pastSpace(bytes: Uint8Array, start: number, end: number): number {
  let index = start
  while (index < end) {
    const byte = bytes[index] as number
    if (byte > SPACE || (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return index
    index += 1
  }
  return index
}
