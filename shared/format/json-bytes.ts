import { behindLineEnd, isLineEnd } from './line-end.ts'
import type { TextWindow } from './text-window.ts'

export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
const COLON = 0x3a
export const OPEN_LIST = 0x5b
export const CLOSE_LIST = 0x5d
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d

const BLANKS = [0x20, 0x09, 0x0a, 0x0d]
const ends = new Uint8Array(256)
for (const byte of [...BLANKS, QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT])
  ends[byte] = 1

/** True for what a number, `true`, `false` or `null` cannot go on with. */
export function endsScalar(byte: number): boolean {
  return ends[byte] === 1
}

/** Moves the window to the next byte that is no blank; false where it is not there yet, or the text ends. */
export function passBlanks(window: TextWindow): boolean {
  while (window.at < window.limit) {
    const byte = window.buffer[window.at] as number
    if (byte === 0x20 || byte === 0x09) window.at += 1
    else if (isLineEnd(byte)) {
      const next = behindLineEnd(window, window.at)
      if (next < 0) return false
      window.at = next
      window.line += 1
    } else return true
  }
  return false
}
