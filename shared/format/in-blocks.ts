/** The same bytes in blocks of one size, the last one apart, wherever they were cut. */
export async function* inBlocks(
  bytes: AsyncIterable<Uint8Array>,
  blockBytes: number,
): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (const piece of bytes) {
    let rest = piece
    while (held + rest.length >= blockBytes) {
      const taken = rest.subarray(0, blockBytes - held)
      yield parts.length > 0 ? Buffer.concat([...parts, taken]) : taken
      rest = rest.subarray(taken.length)
      parts = []
      held = 0
    }
    if (rest.length > 0) parts.push(rest)
    held += rest.length
  }
  if (held > 0) yield Buffer.concat(parts)
}
