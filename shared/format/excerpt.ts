import { isUtf8 } from 'node:buffer'
import { REJECT_VALUE_CHARACTERS_MAX } from './limits.ts'

/** UTF-8 takes at most four bytes for a character. */
const EXCERPT_BYTES_MAX = REJECT_VALUE_CHARACTERS_MAX * 4

/** The beginning of a text, never half a surrogate pair. */
export function excerpt(text: string): string {
  if (text.length <= REJECT_VALUE_CHARACTERS_MAX) return text
  const lastCode = text.charCodeAt(REJECT_VALUE_CHARACTERS_MAX - 1)
  const splitsPair = lastCode >= 0xd800 && lastCode <= 0xdbff
  return text.slice(0, REJECT_VALUE_CHARACTERS_MAX - (splitsPair ? 1 : 0))
}

/** The beginning of bytes that may not be UTF-8: then every byte beyond ASCII is written `\xNN`, so that nothing is made up. */
export function excerptOfBytes(bytes: Buffer): string {
  const head = bytes.subarray(0, wholeCharacters(bytes, EXCERPT_BYTES_MAX))
  if (isUtf8(head)) return excerpt(head.toString('utf8'))
  return excerpt(head.toString('latin1').replace(/[\x80-\xff]/g, escapeByte))
}

export function escapeByte(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** A cut at or before `end` that does not fall on a continuation byte. */
function wholeCharacters(bytes: Buffer, end: number): number {
  let cut = Math.min(end, bytes.length)
  if (cut === bytes.length) return cut
  while (cut > end - 4 && ((bytes[cut] as number) & 0xc0) === 0x80) cut -= 1
  return cut
}
