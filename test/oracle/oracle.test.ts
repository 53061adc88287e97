import { readFileSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StevedoreError } from '../../shared/platform/error.ts'
import { datasetOf } from '../shared/dataset/dataset-of.ts'
import { anyDataset } from '../shared/row/any-dataset.ts'
import { anyText } from '../shared/row/any-text.ts'
import { rowsOf } from '../shared/row/rows-of.ts'
import { type OracleSource, oracleRows } from './oracle-rows.ts'

const place = { object: 's3://landing/in/ä".csv', uploadedAt: '2026-01-02T03:04:05.678Z' }

/** What the loader's reader makes of the file, in the oracle's words. */
async function readerRows({ dataset, file, ...others }: OracleSource, chunkBytes: number): Promise<unknown> {
  try {
    const rows = await rowsOf(dataset, file, chunkBytes, others)
    return rows.map((row) => {
      if (row.kind === 'accepted') return { record: row.record, item: row.item }
      const { record, line, byteOffset, column, rule } = row.reject
      return { record, line, byteOffset, column, rule }
    })
  } catch (error) {
    if (error instanceof StevedoreError) return error.code
    throw error
  }
}

const PACKINGS = {
  none: (file: Buffer) => file,
  marked: (file: Buffer) => Buffer.concat([Buffer.from('\uFEFF'), file]),
  gzip: (file: Buffer) => gzipSync(file),
  'gzip in members': (file: Buffer) =>
    Buffer.concat([gzipSync(file.subarray(0, 9)), gzipSync(file.subarray(9))]),
  zstd: (file: Buffer) => zstdCompressSync(file),
  'UTF-16LE': (file: Buffer) => Buffer.from(`\uFEFF${file}`, 'utf16le'),
  'UTF-16BE': (file: Buffer) => Buffer.from(`\uFEFF${file}`, 'utf16le').swap16(),
  'UTF-16LE in gzip': (file: Buffer) => gzipSync(Buffer.from(`\uFEFF${file}`, 'utf16le')),
} as const
const packings = fc.constantFrom(...(Object.keys(PACKINGS) as (keyof typeof PACKINGS)[]))

test('the reader and the oracle agree on every file, in every format, packing and cut', async () => {
  const files = anyDataset.chain((dataset) =>
    fc.record({
      dataset: fc.constant(dataset),
      text: anyText(dataset),
      packing: packings,
      chunkBytes: fc.constantFrom(1, 2, 7, 100_000),
    }),
  )
  const seen = { rows: 0, rejects: 0, refusals: 0 }
  await fc.assert(
    fc.asyncProperty(files, async ({ dataset, text, packing, chunkBytes }) => {
      const source = { ...place, dataset, file: PACKINGS[packing](text) }
      const expected = oracleRows(source)
      if (expected === undefined) return
      if (typeof expected === 'string') seen.refusals += 1
      else for (const row of expected) seen['item' in row ? 'rows' : 'rejects'] += 1
      expect(await readerRows(source, chunkBytes)).toEqual(expected)
    }),
    { numRuns: 1500 },
  )
  expect(seen.rows).toBeGreaterThan(300)
  expect(seen.rejects).toBeGreaterThan(300)
  expect(seen.refusals).toBeGreaterThan(5)
})

const byRow = 'key: { partition: $object, sort: $row }\ncolumns:'
const FILES: Readonly<Record<string, string>> = {
  'seattle-weather.csv':
    'key: { partition: date }\ncolumns: { date: date, precipitation: number, temp_max: { type: number, max: 30 }, weather: { enum: [drizzle, rain, sun, snow] } }',
  'birdstrikes.csv': `${byRow} { Airport: { from: Airport Name }, Flight Date: date, Cost Total $: integer, Speed IAS in knots: { type: integer, max: 250 } }\nttl: { column: Flight Date }`,
  'us-employment.csv':
    'key: { partition: month }\ncolumns: { month: date, nonfarm: { type: number, min: 130000 }, utilities: number }',
  'flights-airport.csv':
    'key: { partition: "{origin}/{destination}" }\ncolumns: { origin: { pattern: "^[A-Z]{3}$" }, destination: { length: { max: 3 } }, count: integer }\nwrite: insert',
  'gapminder-health-income.csv':
    'key: { partition: country }\ncolumns: { country: {}, income: integer, health: number, population: integer, region: {} }\nwrite: { newest: { by: income } }',
  'github.csv': `${byRow} { time: { pattern: "^2015/0[1-6]" }, count: { type: integer, required: true } }`,
  'cars.json': `format: json\n${byRow} { Name: {}, Year: date, Horsepower: { type: integer, required: true }, Acceleration: number }`,
  'movies.json': `format: json\n${byRow} { Title: { length: { max: 60 } }, US Gross: integer, IMDB Rating: { type: number, min: 3 }, Release Date: {} }`,
  'penguins.json': `format: json\n${byRow} { Species: { enum: [Adelie, Gentoo] }, Beak Length (mm): number, Sex: { empty: "null" } }`,
  'earthquakes.json':
    'format: json\nunder: features\nkey: { partition: id }\ncolumns: { id: {}, type: { default: none }, properties: json, geometry: json }',
  'miserables.json':
    'format: json\nunder: links\nkey: { partition: "{source}-{target}" }\ncolumns: { source: integer, target: integer, value: { type: integer, max: 9 } }',
}

test.each(Object.entries(FILES))('the reader and the oracle agree on %s', async (name, lines) => {
  const file = readFileSync(`node_modules/vega-datasets/data/${name}`)
  const source = { ...place, dataset: datasetOf(lines), file }
  const expected = oracleRows(source)
  expect(expected?.length).toBeGreaterThan(100)
  expect(await readerRows(source, 10_007)).toEqual(expected)
})

test.each(['airports.csv', 'zipcodes.csv', 'unemployment.tsv'])(
  'the reader and the oracle agree on %s by the dataset of the repository',
  async (name) => {
    const [folder] = name.split('.')
    const dataset = datasetOf(
      readFileSync(`datasets/${folder}.yml`, 'utf8').replace(/^name: .*$/m, 'name: sample'),
    )
    const source = { ...place, dataset, file: readFileSync(`node_modules/vega-datasets/data/${name}`) }
    const expected = oracleRows(source)
    expect(expected?.length).toBeGreaterThan(3000)
    expect(await readerRows(source, 65_536)).toEqual(expected)
  },
)
