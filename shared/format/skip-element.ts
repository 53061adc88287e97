import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  endsScalar,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from './json-bytes.ts'
import { behindLineEnd, isLineEnd } from './line-end.ts'
import type { TextWindow } from './text-window.ts'

/** Passes an element of any length, in any number of steps. False: it goes on behind the window. */
export function createElementSkipper(window: TextWindow): () => boolean {
  const first = window.buffer[window.at] as number
  const isScalar = first !== QUOTE && first !== OPEN_LIST && first !== OPEN_OBJECT
  let depth = 0
  let isInString = false
  let isEscaped = false

  return () => {
    while (window.at < window.limit) {
      const byte = window.buffer[window.at] as number
      if (isScalar && endsScalar(byte)) return true
      if (isLineEnd(byte)) {
        const next = behindLineEnd(window, window.at)
        if (next < 0) return false
        window.at = next
        window.line += 1
        isEscaped = false
      } else {
        window.at += 1
        if (pass(byte)) return true
      }
    }
    return false
  }

  function pass(byte: number): boolean {
    if (isEscaped) isEscaped = false
    else if (isInString && byte === BACKSLASH) isEscaped = true
    else if (byte === QUOTE) {
      isInString = !isInString
      return !isInString && depth === 0
    } else if (!isInString && (byte === OPEN_LIST || byte === OPEN_OBJECT)) depth += 1
    else if (!isInString && (byte === CLOSE_LIST || byte === CLOSE_OBJECT)) {
      depth -= 1
      return depth === 0
    }
    return false
  }
}
