import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { matchDataset } from '../../../shared/dataset/match-dataset.ts'
import { parseDatasets } from '../../../shared/dataset/parse-datasets.ts'
import { readRows } from '../../../shared/row/read-rows.ts'
import type { Row } from '../../../shared/row/row.ts'

const folder = 'node_modules/vega-datasets/data'

async function load(file: string, key: string): Promise<Row[]> {
  const files = readdirSync('datasets').map((name) => ({
    file: name,
    text: readFileSync(`datasets/${name}`, 'utf8'),
  }))
  const parsed = parseDatasets(files)
  const dataset = 'datasets' in parsed ? matchDataset(parsed.datasets, key) : undefined
  if (!dataset) throw new Error(`No dataset takes ${key}`)
  const rows: Row[] = []
  for await (const batch of readRows({
    dataset,
    bytes: createReadStream(`${folder}/${file}`),
    object: `s3://landing/${key}`,
  }))
    rows.push(...batch)
  return rows
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
