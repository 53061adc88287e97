import { createByteTable, sameBytes } from './byte-table.ts'
import { JSON_FALSE, JSON_NESTED, JSON_NUMBER, JSON_TEXT, JSON_TRUE } from './cell-kind.ts'
import { jsonNestedEnd } from './json-nested.ts'
import { jsonNumberEnd } from './json-number.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const NINE = 0x39
const COLON = 0x3a
const OPENING_BRACKET = 0x5b
const BACKSLASH = 0x5c
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const SPACE = 0x20
const NUMBERS_PER_CELL = 3
const ABSENT = -1
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const NULL = Buffer.from('null')

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
  // A name that JSON writes with an escape is not guessed: as it stands it would not be JSON.
  const known = names.map((name) => Buffer.from(JSON.stringify(name).slice(1, -1)))
  const table = createByteTable(names)
  const cells = new Int32Array(names.length * NUMBERS_PER_CELL)
  /** The member that is read, a place in `names`; and the one that is expected next, for files keep to one order. */
  let slot = ABSENT
  let expected = 0

  /** Reads the name that begins behind the quote at `start`; answers where it ends, behind its quote. */
  function readName(bytes: Uint8Array, start: number, end: number): number {
    const guess = known[expected] as Buffer
    const guessEnd = start + 1 + guess.length
    if (guessEnd < end && bytes[guessEnd] === QUOTE && sameBytes(guess, bytes, start + 1, guessEnd)) {
      slot = expected
      expected = slot + 1 < known.length ? slot + 1 : 0
      return guessEnd + 1
    }
    const nameEnd = textEnd(bytes, start + 1, end)
    if (nameEnd === ABSENT) return ABSENT
    slot = table.find(bytes, start + 1, nameEnd)
    if (slot !== ABSENT) expected = slot + 1 < known.length ? slot + 1 : 0
    return nameEnd + 1
  }

  /** Reads the value that begins at `start`; answers where it ends. */
  function readValue(bytes: Uint8Array, start: number, end: number): number {
    const byte = bytes[start] as number
    if (byte === QUOTE) {
      const to = textEnd(bytes, start + 1, end)
      return to !== ABSENT && note(start + 1, to, JSON_TEXT) ? to + 1 : ABSENT
    }
    if (byte <= NINE) {
      const to = jsonNumberEnd(bytes, start, end)
      return to !== ABSENT && note(start, to, JSON_NUMBER) ? to : ABSENT
    }
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      const to = jsonNestedEnd(bytes, start, end)
      return to !== ABSENT && note(start, to, JSON_NESTED) ? to : ABSENT
    }
    if (isWord(TRUE, bytes, start, end)) return note(start, start + 4, JSON_TRUE) ? start + 4 : ABSENT
    if (isWord(FALSE, bytes, start, end)) return note(start, start + 5, JSON_FALSE) ? start + 5 : ABSENT
    // A null is an empty text.
    return isWord(NULL, bytes, start, end) && note(start, start, JSON_TEXT) ? start + 4 : ABSENT
  }

  function note(start: number, end: number, kind: number): boolean {
    // What is nested in a member that no column takes would have to be looked at for its own sake.
    if (slot === ABSENT) return kind !== JSON_NESTED
    const place = slot * NUMBERS_PER_CELL
    if (cells[place + 2] !== ABSENT) return false
    cells[place] = start
    cells[place + 1] = end
    cells[place + 2] = kind
    return true
  }

  function forget(): void {
    for (let place = 0; place < cells.length; place += NUMBERS_PER_CELL) {
      cells[place] = 0
      cells[place + 1] = 0
      cells[place + 2] = ABSENT
    }
    expected = 0
  }

  return {
    cells,
    positions: Int32Array.from(from, (name) => names.indexOf(name) * NUMBERS_PER_CELL),
    walk(bytes, start, end) {
      forget()
      let index = pastSpace(bytes, start, end)
      if (index === end || bytes[index] !== OPENING_BRACE) return false
      index = pastSpace(bytes, index + 1, end)
      if (index < end && bytes[index] === CLOSING_BRACE) return pastSpace(bytes, index + 1, end) === end
      while (index < end && bytes[index] === QUOTE) {
        index = readName(bytes, index, end)
        if (index === ABSENT) return false
        index = pastSpace(bytes, index, end)
        if (index === end || bytes[index] !== COLON) return false
        index = pastSpace(bytes, index + 1, end)
        if (index === end) return false
        index = readValue(bytes, index, end)
        if (index === ABSENT) return false
        index = pastSpace(bytes, index, end)
        if (index === end) return false
        if (bytes[index] === CLOSING_BRACE) return pastSpace(bytes, index + 1, end) === end
        if (bytes[index] !== COMMA) return false
        index = pastSpace(bytes, index + 1, end)
      }
      return false
    },
  }
}

function isWord(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  return start + word.length <= end && sameBytes(word, bytes, start, start + word.length)
}

/** 1 for what a text within quotes cannot simply hold: the quote, the backslash, control characters. */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
)

/** Where the closing quote stands; ABSENT where there is none, or an escape or a control character before it. */
function textEnd(bytes: Uint8Array, start: number, end: number): number {
  let index = start
  while (STOPS[bytes[index] as number] === 0) index += 1
  return index < end && bytes[index] === QUOTE ? index : ABSENT
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
