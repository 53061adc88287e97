import { CELL_ESCAPED } from '../format/record-cursor.ts'
import { DOUBT, JSON_FALSE, JSON_NUMBER, JSON_TRUE } from './cell-kind.ts'

const SMALL = Buffer.from('truefalse')
const LARGE = Buffer.from('TRUEFALSE')
const TRUE_BYTES = 4
const FALSE_BYTES = 5

/** 1 for true, 0 for false; DOUBT for what is none of the plain spellings. */
export function readBoolean(from: Uint8Array, start: number, end: number, kind: number): number {
  if (kind === JSON_TRUE) return 1
  if (kind === JSON_FALSE) return 0
  if (kind >= JSON_NUMBER || kind === CELL_ESCAPED) return DOUBT
  const length = end - start
  if (length === TRUE_BYTES && isWord(from, start, 0, TRUE_BYTES)) return 1
  return length === FALSE_BYTES && isWord(from, start, TRUE_BYTES, FALSE_BYTES) ? 0 : DOUBT
}

/** In small letters, in large ones, or with a large one in front. */
function isWord(from: Uint8Array, start: number, word: number, length: number): boolean {
  const rest = from[start + 1] === SMALL[word + 1] ? SMALL : LARGE
  if (from[start] !== LARGE[word] && (rest === LARGE || from[start] !== SMALL[word])) return false
  for (let index = 1; index < length; index += 1) if (from[start + index] !== rest[word + index]) return false
  return true
}
