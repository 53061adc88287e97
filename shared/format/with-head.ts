/** Bytes whose beginning has been looked at. `head` is shorter than asked for only where it is all there is. */
export interface WithHead {
  readonly head: Buffer
  /** All bytes, from the first one. Closes the source at its end. */
  readonly pieces: AsyncGenerator<Buffer>
  /** For pieces that nobody will read. */
  close(): Promise<void>
}

export async function withHead(bytes: AsyncIterable<Uint8Array>, headBytes: number): Promise<WithHead> {
  const source = bytes[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < headBytes) {
    const next = await source.next()
    if (next.done) break
    head = head.length > 0 ? Buffer.concat([head, next.value]) : asBuffer(next.value)
  }
  return {
    head: head.subarray(0, headBytes),
    pieces: piecesOf(head, source),
    close: async () => void (await source.return?.()),
  }
}

async function* piecesOf(head: Buffer, source: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head
    for (let next = await source.next(); !next.done; next = await source.next()) yield asBuffer(next.value)
  } finally {
    await source.return?.()
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
