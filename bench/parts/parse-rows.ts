import { closeSync, openSync, readSync } from 'node:fs'
import { createRowReader } from '../../shared/row/create-row-reader.ts'
import { benchDatasets, type DatasetName } from '../input/datasets.ts'

// Reads, checks and encodes the rows of a file, and does nothing with them: what no way of sending can be faster than.

const PIECE_BYTES = 256 * 1024

const [file = '', name = ''] = process.argv.slice(2)
const [dataset] = benchDatasets([name as DatasetName])
if (!dataset) throw new Error(`There is no dataset ${name}`)

const reader = createRowReader({ dataset, object: 's3://bench/file', uploadedAt: '2026-01-01T00:00:00Z' })
const counts = { rows: 0, rejects: 0, itemBytes: 0 }
const before = process.cpuUsage()
const input = openSync(file, 'r')
while (readAll() === 'more') {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
  const length = readSync(input, piece)
  if (length === 0) reader.end()
  else reader.push(piece.subarray(0, length))
}
closeSync(input)
const { user, system } = process.cpuUsage(before)
process.stdout.write(JSON.stringify({ ...counts, cpuSeconds: (user + system) / 1e6 }))

function readAll(): 'more' | 'end' {
  for (;;) {
    const step = reader.next()
    if (step === 'more' || step === 'end') return step
    if (step === 'reject') counts.rejects += 1
    else {
      counts.rows += 1
      counts.itemBytes += reader.row.end - reader.row.start
    }
  }
}
