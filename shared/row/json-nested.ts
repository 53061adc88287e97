const QUOTE = 0x22
const BACKSLASH = 0x5c
const NO_END = -1

/**
 * Where the list or object ends that begins at `start`, or -1. Only brackets and quotes are looked at: whether what is
 * between them is JSON is left to whoever takes it.
 */
export function jsonNestedEnd(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index] as number
    if (byte === QUOTE) {
      index += 1
      while (index < end && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1
    } else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1
      if (depth === 0) return index + 1
    }
  }
  return NO_END
}
