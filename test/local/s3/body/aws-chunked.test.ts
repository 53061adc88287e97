import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeAwsChunked } from '../../../../local/s3/body/aws-chunked.ts'

test('gives back what was framed, however the frames and the packets are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 })),
      fc.boolean(),
      fc.integer({ min: 1, max: 50 }),
      async (chunks, signed, packetBytes) => {
        const framed = frame(
          chunks,
          signed ? `;chunk-signature=${'0'.repeat(64)}` : '',
          'x-amz-checksum-crc32:AAAAAA==',
        )
        const { bytes, trailers } = await decode(cut(framed, packetBytes))
        expect(bytes).toEqual(Buffer.concat(chunks))
        expect(Object.fromEntries(trailers)).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' })
      },
    ),
  )
})

test('a body without trailers ends after its last chunk', async () => {
  const { bytes, trailers } = await decode([Buffer.from('5\r\nhello\r\n0\r\n\r\n')])
  expect(bytes.toString()).toBe('hello')
  expect(trailers.size).toBe(0)
})

test('a trailer signature that follows the trailers is read, not verified', async () => {
  const text = '5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: NhCmhg== \n\r\nx-amz-trailer-signature:00\r\n\r\n'
  const { trailers } = await decode([Buffer.from(text)])
  expect(trailers.get('x-amz-checksum-crc32')).toBe('NhCmhg==')
})

test.each([
  ['5\r\nhel', 'ended before its last chunk'],
  ['', 'ended before its last chunk'],
  ['5\r\nhello\r\n', 'ended before its last chunk'],
  ['5\r\nhello, world\r\n0\r\n\r\n', 'a chunk is longer than its size says'],
  ['hello\r\n', '"hello" is no chunk size'],
  ['0\r\nno colon here\r\n\r\n', 'has no colon'],
  ['1'.repeat(9000), 'a line is over 8192 bytes'],
])('refuses %j', async (text, why) => {
  await expect(decode([Buffer.from(text)])).rejects.toThrow(why)
})

function frame(chunks: readonly Uint8Array[], extension: string, trailer: string): Buffer {
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...framed, Buffer.from(`0${extension}\r\n${trailer}\r\n\r\n`)])
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}

async function decode(packets: readonly Buffer[]): Promise<{ bytes: Buffer; trailers: Map<string, string> }> {
  const trailers = new Map<string, string>()
  async function* source() {
    yield* packets
  }
  const pieces: Buffer[] = []
  for await (const piece of decodeAwsChunked(source(), trailers)) pieces.push(piece)
  return { bytes: Buffer.concat(pieces), trailers }
}
