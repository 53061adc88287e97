import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openText } from '../../shared/format/open-text.ts'

// The length at the end of a gzip member counts modulo 2^32, and so does a reader that holds it in 32 bits.
const BLOCK = Buffer.from(
  Array.from(
    { length: 1_000_000 },
    (_, row) => `${row * 7919},a reading,${row % 97}.5,2026-11-01T00:00:00Z\n`,
  ).join(''),
)
const BLOCKS = Math.ceil((4 * 1024 ** 3 + 1) / BLOCK.length)
const HEADER_BYTES = 10

test('a gzip member of more than 4 GiB is read to its end, and the next one after it', async () => {
  const next = Buffer.from('the last record\n')
  let bytes = 0
  let sum = 0
  let tail = Buffer.alloc(0)
  for await (const piece of (await openText(longFile(next))).pieces) {
    bytes += piece.length
    sum = crc32(piece, sum)
    tail = Buffer.concat([tail, piece.subarray(-next.length)]).subarray(-next.length)
  }
  expect(bytes).toBe(BLOCKS * BLOCK.length + next.length)
  expect(sum).toBe(crc32(next, sumOfBlocks()))
  expect(tail).toEqual(next)
})

/** One member of many times the same block, and a second one. */
async function* longFile(next: Buffer): AsyncGenerator<Buffer> {
  // Flushed to a whole byte and without a look back, so that copies of it may follow each other.
  const deflated = deflateRawSync(BLOCK, { finishFlush: constants.Z_FULL_FLUSH })
  yield gzipSync('').subarray(0, HEADER_BYTES)
  for (let block = 0; block < BLOCKS; block++) yield deflated
  yield deflateRawSync('')
  const end = Buffer.alloc(8)
  end.writeUInt32LE(sumOfBlocks(), 0)
  end.writeUInt32LE((BLOCKS * BLOCK.length) % 2 ** 32, 4)
  yield end
  yield gzipSync(next)
}

function sumOfBlocks(): number {
  let sum = 0
  for (let block = 0; block < BLOCKS; block++) sum = crc32(BLOCK, sum)
  return sum
}
