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

/** Copies text into a JSON string, as JSON.stringify writes it. Answers where it ends. */
export function copyEscaped(
  from: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
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
  from: Uint8Array,
  start: number,
  end: number,
  quote: number,
  out: Uint8Array,
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

export function copyBytes(from: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at
  for (let index = start; index < end; index += 1) {
    out[to] = from[index] as number
    to += 1
  }
  return to
}

export function copyAll(from: Uint8Array, out: Uint8Array, at: number): number {
  for (let index = 0; index < from.length; index += 1) out[at + index] = from[index] as number
  return at + from.length
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
