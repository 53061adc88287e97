import { setImmediate as nextTurn } from 'node:timers/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openText } from '../../../shared/format/open-text.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'

// What is read before a fault becomes rows and counts, so it must be the same at each attempt.

const PACKED_BLOCK_BYTES = 64 * 1024
/** Random enough that it packs to several blocks. */
const TEXT = Buffer.from(
  Array.from({ length: 30_000 }, (_, n) => `${(n * 2_654_435_761) % 4_294_967_296},${n}\n`).join(''),
)

async function textOf(
  packed: Buffer,
  cuts: readonly number[],
  turnsForAPiece = 0,
): Promise<{ bytes: number; fault: string }> {
  let bytes = 0
  try {
    const { pieces } = await openText(inPieces(packed, cuts))
    for await (const piece of pieces) {
      bytes += piece.length
      for (let turn = 0; turn < turnsForAPiece; turn++) await nextTurn()
    }
    return { bytes, fault: 'none' }
  } catch (error) {
    if (!(error instanceof StevedoreError)) throw error
    return { bytes, fault: error.message }
  }
}

/** Pieces as S3 might send them. */
async function* inPieces(packed: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0
  for (const cut of [...cuts.map((share) => Math.floor(share * packed.length)), packed.length].toSorted(
    (one, other) => one - other,
  )) {
    if (cut > from) yield packed.subarray(from, cut)
    from = Math.max(from, cut)
  }
}

describe.each([
  ['gzip', gzipSync(TEXT, { level: 1 })],
  ['zstd', zstdCompressSync(TEXT)],
])('F74 F75 text in %s', (_name, whole) => {
  const share = fc.double({ min: 0, max: 0.999, noNaN: true })

  test('gives the same before it breaks off, however it comes and is taken', async () => {
    expect(whole.length).toBeGreaterThan(2 * PACKED_BLOCK_BYTES)
    await fc.assert(
      fc.asyncProperty(share, fc.array(share, { maxLength: 6 }), async (end, cuts) => {
        const packed = whole.subarray(0, 20 + Math.floor(end * (whole.length - 20)))
        const { bytes, fault } = await textOf(packed, cuts)
        expect(fault).toContain('is damaged')
        expect({ bytes, fault }).toEqual(await textOf(packed, [], 100))
      }),
      { numRuns: 25 },
    )
  })

  test('gives the same before a damaged byte, however it comes and is taken', async () => {
    await fc.assert(
      fc.asyncProperty(share, fc.array(share, { maxLength: 6 }), async (place, cuts) => {
        const packed = Buffer.from(whole)
        const at = 20 + Math.floor(place * (whole.length - 20))
        packed[at] = (packed[at] ?? 0) ^ 0x55
        expect(await textOf(packed, cuts)).toEqual(await textOf(packed, [], 100))
      }),
      { numRuns: 25 },
    )
  })
})
