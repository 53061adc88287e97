import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { matchDataset } from '../../../shared/dataset/match-dataset.ts'
import { parseDatasets } from '../../../shared/dataset/parse-datasets.ts'
import { type Row, rowsOf } from './rows-of.ts'

const folder = 'node_modules/vega-datasets/data'

async function load(file: string, key: string): Promise<Row[]> {
  const files = readdirSync('datasets').map((name) => ({
    file: name,
    text: readFileSync(`datasets/${name}`, 'utf8'),
  }))
  const parsed = parseDatasets(files)
  const dataset = 'datasets' in parsed ? matchDataset(parsed.datasets, key) : undefined
  if (!dataset) throw new Error(`No dataset takes ${key}`)
  return rowsOf(dataset, readFileSync(`${folder}/${file}`), 10_000)
}

test.each([
  ['airports.csv', 'airports/airports.csv', 3376, { iata: { S: '00M' }, latitude: { N: '31.95376472' } }],
  [
    'zipcodes.csv',
    'zipcodes/2026/zipcodes.csv',
    42049,
    { zip_code: { S: '00501' }, longitude: { N: '-72.637078' } },
  ],
  ['unemployment.tsv', 'unemployment/unemployment.tsv', 3218, { id: { N: '1001' }, rate: { N: '0.097' } }],
])('every row of %s is accepted, each with a key of its own', async (file, key, rowCount, first) => {
  const rows = await load(file, key)
  expect(rows.filter(({ kind }) => kind === 'rejected')).toEqual([])
  expect(new Set(rows.map((row) => row.kind === 'accepted' && row.key)).size).toBe(rowCount)
  expect(rows[0]).toMatchObject({ record: 1, item: first })
})
