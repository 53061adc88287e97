/** The same bytes in blocks of one size, the last one apart, wherever they were cut. A block holds until the next one. */
export async function* inBlocks(
  bytes: AsyncIterable<Uint8Array>,
  blockBytes: number,
): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(blockBytes)
  let filled = 0
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + blockBytes - filled)
      block.set(taken, filled)
      at += taken.length
      filled += taken.length
      if (filled < blockBytes) continue
      yield block
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}
