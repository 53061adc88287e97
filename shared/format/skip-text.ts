/** The text from a place on, for an attempt that goes on with a file that can only be read from its beginning. */
export async function* skipText(pieces: AsyncIterable<Buffer>, byteCount: number): AsyncGenerator<Buffer> {
  let left = byteCount
  for await (const piece of pieces) {
    if (left < piece.length) yield left > 0 ? piece.subarray(left) : piece
    left = Math.max(0, left - piece.length)
  }
  if (left > 0)
    throw new Error(`The text ends ${left} bytes before byte ${byteCount}, from which on it was to be read`)
}
