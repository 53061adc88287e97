import { fourOf, passWords, WORD_BYTES } from '../format/pass-words.ts'
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
   * that a column takes stands there twice. The bytes are UTF-8, and the words are the same bytes.
   */
  walk(bytes: Uint8Array, words: DataView, start: number, end: number): boolean
}

/** `from`: for each column the name of its member. */
export function createJsonWalk(from: readonly string[]): JsonWalk {
  const names = [...new Set(from)]
  // A name that JSON writes with an escape is not guessed: as it stands it would not be JSON.
  const known = names.map((name) => Buffer.from(JSON.stringify(name).slice(1, -1)))
  const leads = known.map((name) => createLead(name))
  const table = createByteTable(names)
  const cells = new Int32Array(names.length * NUMBERS_PER_CELL)
  /** The member that is read, a place in `names`; and the one that is expected next, for files keep to one order. */
  let slot = ABSENT
  let expected = 0

  /** Reads the name that begins at the quote at `start`, and the colon; answers where its value begins. */
  function readName(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    const lead = leads[expected] as Lead
    if (start + lead.length < end && isLead(lead, words, start)) {
      follow(expected)
      return pastSpace(bytes, start + lead.length, end)
    }
    const nameEnd = textEnd(bytes, words, start + 1, end)
    if (nameEnd === ABSENT) return ABSENT
    const found = table.find(bytes, start + 1, nameEnd)
    if (found === ABSENT) slot = ABSENT
    else follow(found)
    const colon = pastSpace(bytes, nameEnd + 1, end)
    return colon < end && bytes[colon] === COLON ? pastSpace(bytes, colon + 1, end) : ABSENT
  }

  function follow(found: number): void {
    slot = found
    expected = found + 1 < leads.length ? found + 1 : 0
  }

  /** Reads the value that begins at `start`; answers where it ends. */
  function readValue(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    const byte = bytes[start] as number
    if (byte === QUOTE) {
      const to = textEnd(bytes, words, start + 1, end)
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
    walk(bytes, words, start, end) {
      forget()
      let index = pastSpace(bytes, start, end)
      if (index === end || bytes[index] !== OPENING_BRACE) return false
      index = pastSpace(bytes, index + 1, end)
      if (index < end && bytes[index] === CLOSING_BRACE) return pastSpace(bytes, index + 1, end) === end
      while (index < end && bytes[index] === QUOTE) {
        index = readName(bytes, words, index, end)
        if (index === ABSENT || index === end) return false
        index = readValue(bytes, words, index, end)
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

/** A name as most files write it, `"name":`, in words of four bytes; the last one ends with the colon, and may overlap. */
interface Lead {
  readonly words: Int32Array
  readonly length: number
}

function createLead(name: Buffer): Lead {
  const bytes = Buffer.concat([Buffer.of(QUOTE), name, Buffer.of(QUOTE, COLON)])
  // The empty name is shorter than a word. It is not guessed: nothing begins with zeros.
  if (bytes.length < WORD_BYTES) return { words: Int32Array.of(0), length: WORD_BYTES }
  const count = Math.ceil(bytes.length / WORD_BYTES)
  const words = Int32Array.from({ length: count }, (_, index) =>
    bytes.readInt32LE(Math.min(index * WORD_BYTES, bytes.length - WORD_BYTES)),
  )
  return { words, length: bytes.length }
}

function isLead({ words, length }: Lead, text: DataView, start: number): boolean {
  const last = words.length - 1
  if (text.getInt32(start + length - WORD_BYTES, true) !== words[last]) return false
  for (let index = 0; index < last; index += 1)
    if (text.getInt32(start + index * WORD_BYTES, true) !== words[index]) return false
  return true
}

function isWord(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  return start + word.length <= end && sameBytes(word, bytes, start, start + word.length)
}

/** 1 for what a text within quotes cannot simply hold: the quote, the backslash, control characters. */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
)

/** All of them are less, but for the backslash. */
const LOW = fourOf(QUOTE + 1)
const BACKSLASHES = fourOf(BACKSLASH)

/** Where the closing quote stands; ABSENT where there is none, or an escape or a control character before it. */
function textEnd(bytes: Uint8Array, words: DataView, start: number, end: number): number {
  const last = end - WORD_BYTES
  for (let index = start; ; index += 1) {
    index = passWords(words, index, last, LOW, BACKSLASHES)
    if (index === end) return ABSENT
    const byte = bytes[index] as number
    if (STOPS[byte] === 1) return byte === QUOTE ? index : ABSENT
  }
}

/** Small, for it stands in the hot loop; most files have no space here. */
function pastSpace(bytes: Uint8Array, start: number, end: number): number {
  return start < end && (bytes[start] as number) > SPACE ? start : pastSpaces(bytes, start, end)
}

function pastSpaces(bytes: Uint8Array, start: number, end: number): number {
  let index = start
  while (index < end && SPACES[bytes[index] as number] === 1) index += 1
  return index
}

const SPACES = Uint8Array.from({ length: 256 }, (_, byte) =>
  [SPACE, 0x0a, 0x0d, 0x09].includes(byte) ? 1 : 0,
)
