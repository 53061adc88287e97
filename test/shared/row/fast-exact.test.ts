import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { createRecordCursor } from '../../../shared/format/create-record-cursor.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { createExactReader } from '../../../shared/row/exact-reader.ts'
import { createFastEncoder } from '../../../shared/row/fast-encoder.ts'
import { anyDataset } from './any-dataset.ts'
import { anyText } from './any-text.ts'
import { emptyRow, partsOf } from './row-parts.ts'

test('what the fast encoder writes is what the exact rules write, byte for byte', () => {
  const seen = { fast: 0, exact: 0, reject: 0 }
  fc.assert(
    fc.property(
      anyDataset.chain((dataset) =>
        fc.record({ dataset: fc.constant(dataset), text: anyText(dataset), seed: fc.integer() }),
      ),
      ({ dataset, text, seed }) => compareWays(dataset, text, seed, seen),
    ),
    { numRuns: 3000 },
  )
  // Both ways are taken, each often.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(200)
})

function compareWays(dataset: Dataset, text: Buffer, seed: number, seen: Record<string, number>): void {
  const options = { dataset, seed, object: 's3://landing/in/ä".csv', uploadedAt: '2026-01-02T03:04:05.678Z' }
  const fastRow = emptyRow()
  const exactRow = emptyRow()
  const fast = createFastEncoder({ ...options, row: fastRow })
  const readExactly = createExactReader({ ...options, row: exactRow })
  const cursor = createRecordCursor({ dataset })
  cursor.push(text)
  cursor.end()
  try {
    while (cursor.next() === 'record') {
      const isFast = fast.encode(cursor.view, cursor.cellMap)
      const reject = readExactly(cursor.view, cursor.cellMap)
      const way = isFast ? 'fast' : reject ? 'reject' : 'exact'
      seen[way] = (seen[way] ?? 0) + 1
      if (!isFast) continue
      expect(reject).toBeUndefined()
      expect(partsOf(fastRow)).toEqual(partsOf(exactRow))
    }
  } catch (error) {
    // A damaged header refuses the file.
    if (!(error instanceof StevedoreError)) throw error
  }
}
