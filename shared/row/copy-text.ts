import { type ItemBuffer, WORD_BYTES } from './item-buffer.ts'

const BACKSLASH = 0x5c
const SMALL_U = 0x75
const ZERO = 0x30
const HEX = Buffer.from('0123456789abcdef')

/** A byte of text takes at most so many in JSON: `\u0000`. */
export const ESCAPED_BYTES_MAX = 6

/** For each byte 0 where it stands for itself in JSON, otherwise what follows the backslash. */
const ESCAPES = new Uint8Array(256)
for (let byte = 0; byte < 0x20; byte += 1) ESCAPES[byte] = SMALL_U
for (const [byte, letter] of [
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x22, '"'],
  [0x5c, '\\'],
] as const)
  ESCAPES[byte] = letter.charCodeAt(0)

const HALF_WORD_BYTES = WORD_BYTES / 2
const CONTROLS = 0x20202020
const QUOTES = 0x22222222
const BACKSLASHES = 0x5c5c5c5c
const ONES = 0x01010101
const HIGH_BITS = 0x80808080 | 0
/** Copies text into a JSON string, as JSON.stringify writes it. Answers where it ends. */
export function copyEscaped(item: ItemBuffer, start: number, end: number, at: number): number {
  if (end - start < HALF_WORD_BYTES) return copyByBytes(item, start, end, at)
  const { fromWords, outWords } = item
  const shift = at - start
  // The last word is the one that ends with the text: it may overlap the one before.
  const last = end - HALF_WORD_BYTES
  let found = 0
  for (let index = start; index < last; index += HALF_WORD_BYTES) {
    const word = fromWords.getInt32(index, true)
    found |= escapesIn(word)
    outWords.setInt32(index + shift, word, true)
  }
  const word = fromWords.getInt32(last, true)
  outWords.setInt32(last + shift, word, true)
  return ((found | escapesIn(word)) & HIGH_BITS) === 0 ? end + shift : copyByBytes(item, start, end, at)
}

/**
 * A high bit where one of four bytes does not stand for itself in JSON: a byte that is less than a space, and one that is
 * zero once a quote or a backslash is taken out of it, borrows from its high bit. Those beyond ASCII have it set before.
 */
function escapesIn(word: number): number {
  return ((word - CONTROLS) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES)) & ~word
}

function copyByBytes({ from, out }: ItemBuffer, start: number, end: number, at: number): number {
  let to = at
  for (let index = start; index < end; index += 1) {
    const byte = from[index] as number
    if (ESCAPES[byte] === 0) {
      out[to] = byte
      to += 1
    } else to = writeEscape(byte, out, to)
  }
  return to
}

/** The same of a cell in which a quote is written as two. */
export function copyUnquoted(
  { from, out, quote }: ItemBuffer,
  start: number,
  end: number,
  at: number,
): number {
  let to = at
  for (let index = start; index < end; index += 1) {
    const byte = from[index] as number
    if (byte === quote) index += 1
    if (ESCAPES[byte] === 0) {
      out[to] = byte
      to += 1
    } else to = writeEscape(byte, out, to)
  }
  return to
}

/** Copies text that stands for itself. */
export function copyPlain(item: ItemBuffer, start: number, end: number, at: number): number {
  const { from, fromWords, out, outWords } = item
  const shift = at - start
  const last = end - HALF_WORD_BYTES
  if (last < start)
    for (let index = start; index < end; index += 1) out[index + shift] = from[index] as number
  else {
    for (let index = start; index < last; index += HALF_WORD_BYTES)
      outWords.setInt32(index + shift, fromWords.getInt32(index, true), true)
    outWords.setInt32(last + shift, fromWords.getInt32(last, true), true)
  }
  return end + shift
}

/** A whole number from 0 to 2^53, in digits. */
export function writeDigits(value: number, out: Uint8Array, at: number): number {
  let digits = 1
  for (let bound = 10; value >= bound; bound *= 10) digits += 1
  let rest = value
  for (let to = at + digits - 1; to >= at; to -= 1) {
    const tens = Math.floor(rest / 10)
    out[to] = ZERO + rest - tens * 10
    rest = tens
  }
  return at + digits
}

function writeEscape(byte: number, out: Uint8Array, at: number): number {
  const letter = ESCAPES[byte] as number
  out[at] = BACKSLASH
  out[at + 1] = letter
  if (letter !== SMALL_U) return at + 2
  out[at + 2] = ZERO
  out[at + 3] = ZERO
  out[at + 4] = HEX[byte >> 4] as number
  out[at + 5] = HEX[byte & 15] as number
  return at + 6
}
