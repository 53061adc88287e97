import { hashBytes } from './key-hash.ts'

/** Finds a text among a few known ones by its bytes. */
export interface ByteTable {
  /** Index of the text that these bytes are, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number
}

/** Places for one text: so few meet that a look-up is one comparison. */
const PLACES_PER_TEXT = 4

export function createByteTable(texts: readonly string[]): ByteTable {
  const known = texts.map((text) => Buffer.from(text))
  const mask = 2 ** Math.ceil(Math.log2(known.length * PLACES_PER_TEXT + 1)) - 1
  const places = new Int32Array(mask + 1).fill(-1)
  for (const [index, bytes] of known.entries()) {
    let place = hashBytes(bytes, 0, bytes.length, 0) & mask
    while (places[place] !== -1) place = (place + 1) & mask
    places[place] = index
  }

  return {
    find(bytes, start, end) {
      let place = hashBytes(bytes, start, end, 0) & mask
      for (;;) {
        const index = places[place] as number
        if (index === -1 || sameBytes(known[index] as Buffer, bytes, start, end)) return index
        place = (place + 1) & mask
      }
    },
  }
}

export function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let index = 0; index < known.length; index += 1)
    if (known[index] !== bytes[start + index]) return false
  return true
}
