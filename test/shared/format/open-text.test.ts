import { Transform } from 'node:stream'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UNPACKED_BYTES_MAX } from '../../../shared/format/limits.ts'
import { openText } from '../../../shared/format/open-text.ts'
import { skipText } from '../../../shared/format/skip-text.ts'
import { unpackWith } from '../../../shared/format/unpack-with.ts'
import { createZstdFrames } from '../../../shared/format/zstd-frames.ts'
import { chunksOf, textOf } from './records-of.ts'

const text = Buffer.from(
  `a,b\n${Array.from({ length: 2000 }, (_, index) => `${index},üé🚢${index * 7}`).join('\n')}`,
)
const half = text.length / 2
const summed = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
const packed = zstdCompressSync(text, summed)
const skippable = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])

test.each([
  ['plain text', text],
  ['gzip', gzipSync(text)],
  ['gzip of two members', Buffer.concat([gzipSync(text.subarray(0, half)), gzipSync(text.subarray(half))])],
  ['zstd', zstdCompressSync(text)],
  ['zstd with a checksum', packed],
  [
    'zstd of two frames',
    Buffer.concat([zstdCompressSync(text.subarray(0, half)), zstdCompressSync(text.subarray(half))]),
  ],
  ['zstd with frames to skip', Buffer.concat([skippable, packed, skippable])],
  ['zstd with an empty frame', Buffer.concat([zstdCompressSync(''), packed])],
])('%s gives its text wherever the file is cut', async (_what, file) => {
  for (const chunkBytes of [1, 3, 1000, 1_000_000])
    expect(text.equals((await textOf(file, chunkBytes)) as Buffer)).toBe(true)
})

test('F75 a zstd file is refused wherever it is cut off', async () => {
  for (const file of [packed, zstdCompressSync(text)])
    for (let length = 4; length < file.length; length += length < 40 ? 1 : 53)
      expect(await textOf(file.subarray(0, length))).toContain('The zstd is damaged')
  for (const length of [1, 2, 3, 4, 5])
    expect(await textOf(packed.subarray(0, -length))).toContain('The zstd is damaged')
})

test('F75 the frames tell themselves where a zstd file is cut off, whatever the engine says', () => {
  const file = Buffer.concat([packed, skippable, zstdCompressSync(text)])
  const ends = [packed.length, packed.length + skippable.length, file.length]
  for (let length = 1; length <= file.length; length += 1) {
    const frames = createZstdFrames()
    const chunks = [...frames.split(file.subarray(0, length))]
    expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(length)
    if (frames.isWhole() !== ends.includes(length)) expect.fail(`told wrongly at ${length}`)
  }
})

const damaged = Buffer.from(packed)
damaged[damaged.length - 1] = (damaged[damaged.length - 1] as number) ^ 1

test.each([
  ['with a wrong sum', damaged, "doesn't match checksum"],
  ['with text after it', Buffer.concat([packed, Buffer.from('more')]), 'something else follows'],
  ['with half a frame to skip', Buffer.concat([packed, skippable.subarray(0, -1)]), 'unexpected end of file'],
  ['with zeros after it', Buffer.concat([packed, Buffer.alloc(4)]), 'something else follows'],
  ['within zstd', zstdCompressSync(packed), 'Pack it once'],
  ['within gzip', gzipSync(packed), 'Pack it once'],
  ['with nothing in it', zstdCompressSync(''), 'holds no byte of text'],
])('a zstd %s refuses the file', async (_what, file, reason) => {
  for (const chunkBytes of [7, 100_000]) expect(await textOf(file, chunkBytes)).toContain(reason)
})

test.each([
  ['gzip', gzipSync(Buffer.alloc(80 * 1024 * 1024, 'x'))],
  ['zstd', zstdCompressSync(Buffer.alloc(80 * 1024 * 1024, 'x'))],
])('F76 a %s that unpacks without end is stopped early', async (packing, bomb) => {
  const opened = await openText(chunksOf(bomb, 65_536))
  let read = 0
  const reading = (async () => {
    for await (const piece of opened.pieces) read += piece.length
  })()
  await expect(reading).rejects.toMatchObject({
    code: 'file.too-large',
    message: expect.stringContaining(`The ${packing} unpacks to more`),
  })
  expect(read).toBeLessThanOrEqual(65 * 1024 * 1024)
})

test('F76 what unpacks to more than any file may hold is stopped, however it packs', async () => {
  const length = UNPACKED_BYTES_MAX + 1
  const engine = new Transform({
    readableObjectMode: true,
    // Only the length of a piece counts here: there is no memory for a real one.
    transform: (_chunk, _encoding, done) => done(null, { length }),
  })
  const watch = { see: (chunk: Uint8Array) => [chunk], end: () => undefined }
  const unpacked = unpackWith(Object.assign(engine, { bytesWritten: 0 }), 'gzip', chunksOf(text, 9), watch)
  await expect(unpacked.next()).rejects.toMatchObject({
    code: 'file.too-large',
    message: expect.stringContaining(`the most is ${UNPACKED_BYTES_MAX} bytes in all`),
  })
})

test('F65 UTF-16 becomes the UTF-8 that it means, wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      // A NUL behind the mark would make it that of UTF-32.
      fc.string({ unit: 'binary', minLength: 1 }).filter((content) => !content.startsWith('\0')),
      fc.constantFrom(1, 2, 3, 5),
      async (content, cut) => {
        const little = Buffer.from(`\uFEFF${content}`, 'utf16le')
        for (const file of [little, Buffer.from(little).swap16()])
          expect(await textOf(file, cut)).toEqual(Buffer.from(`\uFEFF${content}`))
      },
    ),
    { numRuns: 200 },
  )
})

test('F67 what is no character in UTF-16 becomes bytes that are no UTF-8', async () => {
  const halves = Buffer.from('\uFEFFa\uD83Db\uDEA2\uDEA2\uD83D', 'utf16le')
  const expected = Buffer.from('efbbbf 61 eda0bd 62 edbaa2 edbaa2 eda0bd ff'.replaceAll(' ', ''), 'hex')
  for (const cut of [1, 2, 3, 100])
    expect(await textOf(Buffer.concat([halves, Buffer.from([0x41])]), cut)).toEqual(expected)
})

test('only plain UTF-8 can be entered anywhere', async () => {
  const seekable = async (file: Uint8Array) => (await openText(chunksOf(file, 100))).seekable
  expect(await seekable(text)).toBe(true)
  for (const file of [gzipSync(text), packed, Buffer.from('\uFEFFa', 'utf16le')])
    expect(await seekable(file)).toBe(false)
})

test.each([
  ['nothing', Buffer.alloc(0), 'holds no byte of text'],
  ['a byte order mark alone', Buffer.from('\uFEFF'), 'holds no byte of text'],
  ['a byte order mark of UTF-16 alone', Buffer.from([0xff, 0xfe]), 'holds no byte of text'],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'save it as UTF-8'],
])('%s is no text', async (_what, file, reason) => {
  expect(await textOf(file, 1)).toContain(reason)
})

test('a file that is refused at its beginning is closed', async () => {
  let isClosed = false
  async function* source() {
    try {
      yield Buffer.from('PAR1')
      yield text
    } finally {
      isClosed = true
    }
  }
  await expect(openText(source())).rejects.toMatchObject({ code: 'file.format' })
  expect(isClosed).toBe(true)
})

test('F39 text is skipped to the byte, and one that is too short is no text to go on with', async () => {
  for (const byteCount of [0, 1, 999, 1000, text.length]) {
    const skipped = skipText((await openText(chunksOf(text, 1000))).pieces, byteCount)
    expect(text.subarray(byteCount).equals(await gathered(skipped))).toBe(true)
  }
  const tooFar = skipText((await openText(chunksOf(text, 1000))).pieces, text.length + 1)
  await expect(gathered(tooFar)).rejects.toThrow('The text ends 1 bytes before')
})

async function gathered(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = []
  for await (const piece of pieces) read.push(piece)
  return Buffer.concat(read)
}
