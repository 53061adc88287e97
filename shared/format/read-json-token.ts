import { isUtf8 } from 'node:buffer'
import { StevedoreError } from '../platform/error.ts'
import { BACKSLASH, endsScalar, passBlanks, QUOTE } from './json-bytes.ts'
import { RECORD_BYTES_MAX } from './limits.ts'
import type { TextWindow } from './text-window.ts'

/** A bracket, comma or colon, a string with its quotes, or a number, `true`, `false`, `null`. */
export interface JsonToken {
  readonly text: string
  readonly line: number
  readonly byteOffset: number
}

/** The next token of the text, which the window moves behind. `none` where the text has ended. */
export function readJsonToken(window: TextWindow): JsonToken | 'short' | 'none' {
  if (!passBlanks(window)) return window.ended ? 'none' : 'short'
  const { buffer, at, limit, line } = window
  const byteOffset = window.offset + at
  const end = buffer[at] === QUOTE ? endOfString(window) : endOfScalar(window)
  if (end - at > RECORD_BYTES_MAX)
    throw new StevedoreError(
      'file.too-large',
      `The JSON at line ${line}, byte ${byteOffset} has a text outside of the array that is longer than ${RECORD_BYTES_MAX} bytes. Upload the array alone`,
    )
  if (end === limit && !window.ended) return 'short'
  const bytes = buffer.subarray(at, end)
  if (!isUtf8(bytes))
    throw new StevedoreError(
      'file.encoding',
      `The JSON at line ${line}, byte ${byteOffset} is not UTF-8. Save the file as UTF-8 and upload it again`,
    )
  window.at = end
  return { text: bytes.toString('utf8'), line, byteOffset }
}

function endOfString({ buffer, at, limit }: TextWindow): number {
  let index = at + 1
  while (index < limit && buffer[index] !== QUOTE) index += buffer[index] === BACKSLASH ? 2 : 1
  return Math.min(index + 1, limit)
}

function endOfScalar({ buffer, at, limit }: TextWindow): number {
  let index = at
  while (index < limit && !endsScalar(buffer[index] as number)) index += 1
  return Math.max(index, at + 1)
}
