import type { Dataset } from '../../shared/dataset/dataset.ts'
import { parseDatasets } from '../../shared/dataset/parse-datasets.ts'

export type DatasetName = 'csv' | 'ndjson' | 'insert'

/** The orders as Stevedore is told of them: each column has a rule to be checked. */
export function benchDatasets(names: readonly DatasetName[]): readonly Dataset[] {
  const result = parseDatasets(names.map((name) => ({ file: `${name}.yml`, text: datasetText(name) })))
  if ('datasets' in result) return result.datasets
  throw new Error(
    `The benchmark's dataset is refused: ${result.faults.map(({ message }) => message).join('; ')}`,
  )
}

function datasetText(name: DatasetName): string {
  return `name: ${name}
match: ${name}/**
format: ${name === 'ndjson' ? 'ndjson' : 'csv'}
key: { partition: id }
write: ${name === 'insert' ? 'insert' : 'put'}
columns:
  id: { type: string, pattern: '^OR[0-9]{8}$' }
  created_at: { type: timestamp, required: true, min: '2024-01-01T00:00:00Z' }
  ship_date: { type: date, min: '2024-01-01', max: '2027-12-31' }
  status: { type: string, required: true, enum: [new, paid, packed, shipped, returned] }
  country: { type: string, required: true, pattern: '^[A-Z]{2}$' }
  email: { type: string, required: true, pattern: '^[^@ ]+@[^@ ]+$', length: { max: 100 } }
  address: { type: string, required: true, length: { max: 200 } }
  quantity: { type: integer, required: true, min: 1, max: 999 }
  price: { type: number, required: true, min: 0, max: 100000 }
  gift: { type: boolean, required: true }
`
}
