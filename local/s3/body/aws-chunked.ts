import { ApiError } from '../../protocol/api-error.ts'

// A chunk header holds a size and a signature, a trailer a checksum: far below this.
const LINE_BYTES_MAX = 8 * 1024

/**
 * Takes the frames off an `aws-chunked` body, signed or not, and yields what was in them. Signatures are not verified.
 * `trailers` is filled, names in lower case, when the end is reached.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)

  async function pull(): Promise<boolean> {
    const next = await chunks.next()
    if (!next.done) buffer = buffer.length > 0 ? Buffer.concat([buffer, next.value]) : next.value
    return !next.done
  }

  /** Undefined at the end of the body. */
  async function line(): Promise<string | undefined> {
    for (;;) {
      const end = buffer.indexOf('\r\n')
      if (end >= 0) {
        const text = buffer.toString('latin1', 0, end)
        buffer = buffer.subarray(end + 2)
        return text
      }
      if (buffer.length > LINE_BYTES_MAX) throw malformed(`a line is over ${LINE_BYTES_MAX} bytes`)
      if (!(await pull())) return undefined
    }
  }

  try {
    for (;;) {
      let left = chunkSize(await line())
      if (left === 0) break
      while (left > 0) {
        if (buffer.length === 0 && !(await pull())) throw incomplete()
        const piece = buffer.subarray(0, left)
        buffer = buffer.subarray(piece.length)
        left -= piece.length
        yield piece
      }
      if ((await line()) !== '') throw malformed('a chunk is longer than its size says')
    }
    for (let text = await line(); text; text = await line()) {
      const colon = text.indexOf(':')
      if (colon < 0) throw malformed(`the trailer ${JSON.stringify(text)} has no colon`)
      trailers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim())
    }
    while (await pull()) buffer = Buffer.alloc(0)
  } finally {
    await chunks.return?.()
  }
}

function chunkSize(header: string | undefined): number {
  if (header === undefined) throw incomplete()
  const digits = /^([0-9a-f]{1,12})(?:;|$)/i.exec(header)?.[1]
  if (!digits) throw malformed(`${JSON.stringify(header.slice(0, 40))} is no chunk size`)
  return Number.parseInt(digits, 16)
}

function incomplete(): ApiError {
  return new ApiError('IncompleteBody', 'The aws-chunked body ended before its last chunk.')
}

function malformed(why: string): ApiError {
  return new ApiError('InvalidRequest', `The body is not aws-chunked as its headers say: ${why}.`)
}
