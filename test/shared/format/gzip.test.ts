import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openText } from '../../../shared/format/open-text.ts'
import { datasetOf } from '../dataset/dataset-of.ts'
import { rowsOf } from '../row/rows-of.ts'

const dataset = datasetOf('key: { partition: a }\ncolumns: { a: {} }')
const text = `\uFEFFa\n${Array.from({ length: 500 }, (_, index) => `row ${index}`).join('\n')}\n`
const packed = gzipSync(text)
const zeros = Buffer.alloc(100)

test('a gzip file gives the rows that it gives unpacked, wherever the bytes are cut', async () => {
  const rows = await rowsOf(dataset, text)
  for (const chunkBytes of [1, 2, 3, 100, 100_000])
    expect(await rowsOf(dataset, packed, chunkBytes)).toEqual(rows)
})

test('several members are one file, and zeros may follow it', async () => {
  const members = Buffer.concat([gzipSync('a\n1'), gzipSync('2\n3\n'), zeros])
  for (const chunkBytes of [1, 7, 1000])
    expect(await rowsOf(dataset, members, chunkBytes)).toMatchObject([{ key: '12' }, { key: '3' }])
})

const wrongSum = Buffer.from(packed)
wrongSum.writeUInt32LE(0, packed.length - 8)

test.each([
  ['cut off in its data', packed.subarray(0, -100), 'unexpected end of file'],
  ['cut off in its sum', packed.subarray(0, -3), 'unexpected end of file'],
  ['with a wrong sum', wrongSum, 'incorrect data check'],
  ['with text after it', Buffer.concat([packed, Buffer.from('more')]), 'incorrect header check'],
  [
    'with zeros and text after it',
    Buffer.concat([packed, zeros, Buffer.from('more')]),
    'something else follows',
  ],
  ['with zeros and a member after it', Buffer.concat([packed, zeros, packed]), 'something else follows'],
])('a gzip %s refuses the file', async (_what, content, reason) => {
  for (const chunkBytes of [7, 100_000])
    await expect(rowsOf(dataset, content, chunkBytes)).rejects.toMatchObject({
      code: 'file.format',
      message: expect.stringContaining(reason),
    })
})

test('gzip within gzip is refused', async () => {
  await expect(rowsOf(dataset, gzipSync(packed))).rejects.toMatchObject({ code: 'file.format' })
})

test('an empty file stays empty when it is packed', async () => {
  await expect(rowsOf(dataset, gzipSync(''))).rejects.toMatchObject({ code: 'file.empty' })
})

test('a small file that unpacks without end is stopped early', async () => {
  const bomb = gzipSync(`a\n${'\n'.repeat(80 * 1024 * 1024)}`)
  await expect(rowsOf(dataset, bomb)).rejects.toMatchObject({
    code: 'file.too-large',
    message: expect.stringContaining('Upload it unpacked'),
  })
})

test('a connection that breaks off is no damage to the file', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield packed.subarray(0, 100)
    throw new Error('connection lost')
  }
  const read = async (): Promise<void> => {
    for await (const piece of (await openText(broken())).pieces) expect(piece.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toThrow('connection lost')
})

test('a reader that stops early closes the source', async () => {
  let closed = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield gzipSync('a\n')
      for (;;) yield gzipSync('x\n'.repeat(1000))
    } finally {
      closed = true
    }
  }
  for await (const piece of (await openText(endless())).pieces) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  expect(closed).toBe(true)
})
