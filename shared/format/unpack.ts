import { gunzip } from './gunzip.ts'
import { SIGNATURE_BYTES } from './start-of-file.ts'

const GZIP = Buffer.from([0x1f, 0x8b])

/** The bytes of the file itself: unpacked when its first bytes say so, whatever its name says. The first chunk has a signature's length, or is the file. */
export async function* unpack(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = withHead(bytes)
  const head = await chunks.next()
  if (head.done) return
  const whole = prepend(head.value, chunks)
  if (head.value.subarray(0, GZIP.length).equals(GZIP)) yield* withHead(gunzip(whole))
  else yield* whole
}

async function* prepend(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head
  yield* rest
}

async function* withHead(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const next: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (!head) yield next
    else {
      const begun: Buffer = Buffer.concat([head, next])
      head = begun.length < SIGNATURE_BYTES ? begun : undefined
      if (!head) yield begun
    }
  }
  if (head && head.length > 0) yield head
}
