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
/** Letters, in place of what is behind the end of the text. */
const FILLING = 0x61616161

/** Copies text into a JSON string, as JSON.stringify writes it. Answers where it ends. */
export function copyEscaped(item: ItemBuffer, start: number, end: number, at: number): number {
  const { fromWords, outWords } = item
  if (end + HALF_WORD_BYTES > fromWords.byteLength) return copyByBytes(item, start, end, at)
  const shift = at - start
  for (let index = start; index < end; index += HALF_WORD_BYTES) {
    const word = fromWords.getInt32(index, true)
    const rest = end - index
    if (needsEscape(rest < HALF_WORD_BYTES ? filled(word, rest) : word))
      return copyByBytes(item, index, end, index + shift)
    outWords.setInt32(index + shift, word, true)
  }
  return end + shift
}

/** Whether one of four bytes does not stand for itself in JSON. Each term finds one kind, by borrows from the high bits. */
function needsEscape(word: number): boolean {
  const quotes = word ^ QUOTES
  const backslashes = word ^ BACKSLASHES
  const found =
    ((word - CONTROLS) & ~word) | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes)
  return (found & HIGH_BITS) !== 0
}

/** The first one to three bytes of four. */
function filled(word: number, bytes: number): number {
  const mask = (1 << (bytes * 8)) - 1
  return (word & mask) | (FILLING & ~mask)
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
export function copyPlain(
  { from, fromWords, out, outWords }: ItemBuffer,
  start: number,
  end: number,
  at: number,
): number {
  const shift = at - start
  if (end + HALF_WORD_BYTES <= fromWords.byteLength)
    // Not as doubles: what stands behind the end may make one that is not a number, which need not move as it is.
    for (let index = start; index < end; index += HALF_WORD_BYTES)
      outWords.setInt32(index + shift, fromWords.getInt32(index, true), true)
  else for (let index = start; index < end; index += 1) out[index + shift] = from[index] as number
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
