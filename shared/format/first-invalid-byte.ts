import { isUtf8 } from 'node:buffer'

/** UTF-8 takes at most four bytes for a character. */
const CHARACTER_BYTES_MAX = 4

/** Index of the first byte that no UTF-8 text goes on from; the length when the bytes are UTF-8. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let index = 0
  while (index < bytes.length) {
    const length = characterLength(bytes, index)
    if (length === 0) return index
    index += length
  }
  return index
}

function characterLength(bytes: Uint8Array, index: number): number {
  for (let length = 1; length <= CHARACTER_BYTES_MAX && index + length <= bytes.length; length += 1)
    if (isUtf8(bytes.subarray(index, index + length))) return length
  return 0
}
