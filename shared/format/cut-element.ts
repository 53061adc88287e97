import { isAscii } from 'node:buffer'
import { BACKSLASH, endsScalar, QUOTE } from './json-bytes.ts'
import { RECORD_BYTES_MAX } from './limits.ts'
import { CR, LF } from './line-end.ts'
import type { RecordView } from './record-cursor.ts'
import type { TextWindow } from './text-window.ts'

const OPENS = 1
const CLOSES = 2
const OTHER = 3
const outside = tableOf({ '{[': OPENS, '}]': CLOSES, '"\r\n': OTHER })
const inside = tableOf({ '"\\\r\n': OTHER })

/**
 * Cuts the element at the beginning of the window by its brackets and quotes alone: whether it is JSON, those who read
 * it find out. `short`: it does not end in the window; `none`: no element can begin with what stands there.
 */
export function cutElement(window: TextWindow, view: RecordView): 'record' | 'short' | 'overlong' | 'none' {
  const first = window.buffer[window.at] as number
  if (outside[first] === OPENS) return cutNested(window, view)
  if (first !== QUOTE && endsScalar(first)) return 'none'
  return cutSimple(window, view, first === QUOTE)
}

/** The hot loop of JSON. */
function cutNested(window: TextWindow, view: RecordView): 'record' | 'short' | 'overlong' {
  const { buffer, at: start, limit } = window
  const bound = Math.min(limit, start + RECORD_BYTES_MAX)
  let depth = 0
  let bits = 0
  let lineCount = 0
  for (let index = start; index < bound; index += 1) {
    const byte = buffer[index] as number
    const kind = outside[byte]
    bits |= byte
    if (kind === 0) continue
    if (kind === OPENS) depth += 1
    else if (kind === CLOSES) {
      depth -= 1
      if (depth === 0) return show(window, view, index + 1, lineCount, bits < 0x80)
    } else if (byte === QUOTE) {
      for (index += 1; index < bound; index += 1) {
        const within = buffer[index] as number
        bits |= within
        if (inside[within] === 0) continue
        if (within === QUOTE) break
        if (within === BACKSLASH) {
          // Only of these two it matters that they are escaped.
          if (buffer[index + 1] === QUOTE || buffer[index + 1] === BACKSLASH) index += 1
        } else if (within === CR || buffer[index - 1] !== CR) lineCount += 1
      }
    } else if (byte === CR || buffer[index - 1] !== CR) lineCount += 1
  }
  return bound < limit ? overlong(window, view, bound) : 'short'
}

/** A string or a scalar: none of them is a record, but each is one that is told. */
function cutSimple(window: TextWindow, view: RecordView, isString: boolean): 'record' | 'short' | 'overlong' {
  const { buffer, at: start, limit } = window
  const bound = Math.min(limit, start + RECORD_BYTES_MAX)
  let index = start + 1
  let lineCount = 0
  for (; index < bound; index += 1) {
    const byte = buffer[index] as number
    if (isString ? byte === QUOTE : endsScalar(byte)) break
    if (isString && byte === BACKSLASH && (buffer[index + 1] === QUOTE || buffer[index + 1] === BACKSLASH))
      index += 1
    else if (byte === CR || (byte === LF && buffer[index - 1] !== CR)) lineCount += 1
  }
  const end = isString ? index + 1 : index
  const isWhole = isString ? end <= bound : index < limit && endsScalar(buffer[index] as number)
  if (isWhole) return show(window, view, end, lineCount, isAscii(buffer.subarray(start, end)))
  return bound < limit ? overlong(window, view, bound) : 'short'
}

function show(
  window: TextWindow,
  view: RecordView,
  end: number,
  lineCount: number,
  ascii: boolean,
): 'record' {
  view.buffer = window.buffer
  view.start = window.at
  view.end = end
  view.line = window.line
  view.byteOffset = window.offset + window.at
  view.ascii = ascii
  view.utf8 = window.utf8
  view.fault = null
  window.at = end
  window.line += lineCount
  return 'record'
}

/** The window stays where it is: the element is passed from its beginning. */
function overlong(window: TextWindow, view: RecordView, end: number): 'overlong' {
  const { at, line } = window
  show(window, view, end, 0, false)
  view.fault = 'record-bytes'
  window.at = at
  window.line = line
  return 'overlong'
}

function tableOf(kinds: Readonly<Record<string, number>>): Uint8Array {
  const table = new Uint8Array(256)
  for (const [bytes, kind] of Object.entries(kinds)) for (const byte of Buffer.from(bytes)) table[byte] = kind
  return table
}
