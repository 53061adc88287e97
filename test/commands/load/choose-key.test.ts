import { describe, expect, test } from 'vitest'
import { chooseKey } from '../../../commands/load/choose-key.ts'
import { findDataset } from '../../../commands/load/find-dataset.ts'
import { datasetOf } from '../../shared/dataset/dataset-of.ts'

function matching(match: string) {
  return datasetOf(`match: "${match}"\nkey: { partition: a }\ncolumns: { a: string }`)
}

test.each([
  ['in/**/*.csv', '/tmp/a.csv', 'in/a.csv'],
  ['in/**/*.csv', 'a.csv.gz', 'in/a.csv.gz'],
  ['in/2026-*/**', 'a b.csv', undefined],
  ['in/x*.csv', 'x1.csv', 'in/x1.csv'],
  ['**/*.csv', 'a.csv', 'a.csv'],
  ['in/latest.csv', 'd/latest.csv', 'in/latest.csv'],
  ['{a,b}/*.csv', 'a.csv', undefined],
])('under %s the file %s gets the key %s', (match, file, key) => {
  if (key) expect(chooseKey(matching(match), file, undefined)).toBe(key)
  else
    expect(() => chooseKey(matching(match), file, undefined)).toThrow(`its match is ${match}. Say --key KEY`)
})

test('a key that is given must be one of the dataset', () => {
  const dataset = matching('in/*.csv')
  expect(chooseKey(dataset, 'x.txt', 'in/ü b.csv')).toBe('in/ü b.csv')
  expect(() => chooseKey(dataset, 'x.csv', 'out/x.csv')).toThrow(
    'The key "out/x.csv" belongs to no file of dataset sample: its match is in/*.csv. Say another --key, with a key that it takes',
  )
})

describe('a dataset', () => {
  test('is found by its name', () => {
    expect(findDataset('datasets', 'airports')).toMatchObject({
      name: 'airports',
      format: { delimiter: ',' },
    })
  })

  test('that is not there is told with those that are', () => {
    expect(() => findDataset('datasets', 'airport')).toThrow(
      /no dataset "airport": datasets\/ has airports, .*zipcodes/,
    )
    expect(() => findDataset('datasets', '../datasets/airports')).toThrow('There is no dataset')
  })
})
