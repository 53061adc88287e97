import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { datasetJsonSchema } from '../../../shared/dataset/dataset-json-schema.ts'
import { datasetsHash } from '../../../shared/dataset/datasets-hash.ts'
import { matchDataset } from '../../../shared/dataset/match-dataset.ts'
import { parseDatasets } from '../../../shared/dataset/parse-datasets.ts'
import { readCompiledDatasets } from '../../../shared/dataset/read-compiled-datasets.ts'
import { tableKeys } from '../../../shared/dataset/table-keys.ts'
import { datasetOf } from './dataset-of.ts'

function ownDatasets(): readonly Dataset[] {
  const files = readdirSync('datasets').map((name) => ({
    file: `datasets/${name}`,
    text: readFileSync(`datasets/${name}`, 'utf8'),
  }))
  const parsed = parseDatasets(files)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.datasets
}

test('what packaging writes is what a worker reads', () => {
  const datasets = ownDatasets()
  const read = readCompiledDatasets(JSON.parse(JSON.stringify(datasets)))
  expect(read).toEqual(datasets)
  expect(datasetsHash(read)).toBe(datasetsHash(datasets))
})

test('compiled datasets of another shape are refused with what is wrong', () => {
  expect(() => readCompiledDatasets([{ ...ownDatasets()[0], when: 'daily' }])).toThrow(
    expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining('when') }),
  )
  expect(() => readCompiledDatasets({})).toThrow('Package the application again')
})

test('the hash tells any change of meaning, and nothing else', () => {
  const [first, ...rest] = ownDatasets() as [Dataset, ...Dataset[]]
  const hash = datasetsHash([first, ...rest])
  expect(hash).toMatch(/^[0-9a-f]{16}$/)
  expect(datasetsHash([...rest, first])).toBe(hash)
  const reordered = Object.fromEntries(Object.entries(first).reverse()) as unknown as Dataset
  expect(datasetsHash([reordered, ...rest])).toBe(hash)
  expect(datasetsHash([{ ...first, match: 'b/**' }, ...rest])).not.toBe(hash)
  expect(datasetsHash([{ ...first, columns: first.columns.toReversed() }, ...rest])).not.toBe(hash)
  // A release that reads files otherwise goes on from no checkpoint of this one.
  expect(datasetsHash([first, ...rest], 2)).not.toBe(hash)
})

test('a key of one column carries its name and type, any other an attribute of its own', () => {
  const keysOf = (key: string) =>
    tableKeys(datasetOf(`key: ${key}\ncolumns: { a: string, n: integer, d: date }`))
  expect(keysOf('{ partition: a, sort: n }')).toEqual({
    partition: { attribute: 'a', type: 'S' },
    sort: { attribute: 'n', type: 'N' },
  })
  expect(keysOf('{ partition: d }')).toEqual({ partition: { attribute: 'd', type: 'S' } })
  expect(keysOf('{ partition: $object, sort: $row }')).toEqual({
    partition: { attribute: 'pk', type: 'S' },
    sort: { attribute: 'sk', type: 'N' },
  })
  expect(keysOf('{ partition: n, sort: "{a}#{d}" }')).toEqual({
    partition: { attribute: 'n', type: 'N' },
    sort: { attribute: 'sk', type: 'S' },
  })
})

test('an object key finds its dataset, a folder marker none', () => {
  const datasets = ownDatasets()
  expect(matchDataset(datasets, 'zipcodes/2026/ü.csv')?.name).toBe('zipcodes')
  expect(matchDataset(datasets, 'unemployment/a.tsv.gz')?.name).toBe('unemployment')
  expect(matchDataset(datasets, 'unemployment/a.csv')).toBeUndefined()
  expect(matchDataset([datasetOf('key: { partition: a }\ncolumns: { a: {} }')], 'in/')).toBeUndefined()
})

test('the published JSON Schema is current', () => {
  const published: unknown = JSON.parse(readFileSync('docs/dataset.schema.json', 'utf8'))
  expect(
    published,
    `write this to docs/dataset.schema.json:\n${JSON.stringify(datasetJsonSchema())}`,
  ).toEqual(datasetJsonSchema())
})
