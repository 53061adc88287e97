/** Bytes that are looked at together. */
export const WORD_BYTES = 4
const ONES = 0x01010101
const HIGH_BITS = 0x80808080 | 0

/** The same byte of ASCII four times. */
export function fourOf(byte: number): number {
  return Math.imul(byte, ONES)
}

/**
 * Passes words while they hold neither a byte less than `below` nor `other`, which are bytes of ASCII, four times each.
 * Answers where the first such byte stands, or an index beyond `last`, the last one at which a whole word stands.
 */
export function passWords(words: DataView, from: number, last: number, below: number, other: number): number {
  let index = from
  while (index <= last) {
    const word = words.getInt32(index, true)
    // A byte that is less borrows from its high bit, as one does that is zero once `other` is taken out of it. Bytes beyond
    // ASCII have that bit set before. What borrows may mark a byte above it too: the lowest mark is the right one.
    const marks = ((word - below) | ((word ^ other) - ONES)) & ~word & HIGH_BITS
    if (marks !== 0) return index + ((31 - Math.clz32(marks & -marks)) >> 3)
    index += WORD_BYTES
  }
  return index
}
