import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { createRecordCursor } from '../../../shared/format/create-record-cursor.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { createExactReader } from '../../../shared/row/exact-reader.ts'
import { createFastEncoder } from '../../../shared/row/fast-encoder.ts'
import { datasetOf } from '../dataset/dataset-of.ts'
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
    { numRuns: 2000 },
  )
  // Both ways are taken, each often.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100)
})

const ORDINARY = `
columns:
  id: { pattern: "^[A-Z0-9]{8}$" }
  name: { required: true, length: { max: 40 } }
  state: { enum: [CA, NY] }
  lat: { type: number, min: -90, max: 90 }
  count: { type: integer, min: 0 }
  ok: boolean
  on: { type: date, min: "1999-01-01" }
  at: { type: timestamp, max: "2100-01-01T00:00Z" }
  note: { empty: "null" }
key: { partition: "{state}#{id}", sort: at }
ttl: { column: on }
write: { newest: { by: count } }
`

test.each([
  [
    'csv',
    'id,name,state,lat,count,ok,on,at,note\nAB123456,Zoë x,CA,-.50,007,True,2024-02-29,2024-02-29T12:00:00.5+01:00,\n',
  ],
  [
    'csv',
    'at,on,note,id,name,state,lat,count,ok\r\n2024-02-29T12:00Z,,"two\n""lines""","AB123456","x","CA","89.9990","0","false"\r\n',
  ],
  [
    'ndjson',
    '{"id":"AB123456","name":"x","state":"CA","lat":-12.50,"count":0,"ok":true,"on":null,"at":"2024-02-29T12:00Z","note":"ü"}\n',
  ],
  [
    'ndjson',
    '{ "other": 1e5, "at": "2024-02-29T12:00Z",\t"state": "CA", "id": "AB123456", "lat": "7", "count": 5, "name": "x" }\n',
  ],
])('an ordinary row of %s goes the fast way: %s', (format, text) => {
  const seen = { fast: 0, exact: 0, reject: 0 }
  compareWays(datasetOf(`format: ${format}${ORDINARY}`), Buffer.from(text), 1, seen)
  expect(seen).toEqual({ fast: 1, exact: 0, reject: 0 })
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
