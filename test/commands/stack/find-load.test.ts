import { expect, test } from 'vitest'
import { findLoad } from '../../../commands/stack/find-load.ts'
import { addressOf } from '../../../commands/stack/object-address.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'

const address = addressOf('in/a.csv', 'landing')
const item = (version: string, sequencer?: string): LoadItem => ({
  ...{ object: address.name, version, status: 'loaded', statusAt: '', attempt: 1, fruitless: 0 },
  ...(sequencer === undefined ? {} : { sequencer }),
})

function find(items: readonly LoadItem[], version?: string, listed: readonly string[] = []) {
  const ledger = { versions: async () => ({ items }) }
  return findLoad({ ledger, order: { newestFirst: async () => listed } }, address, version)
}

const names = ({ versions }: { versions: readonly LoadItem[] }) => versions.map(({ version }) => version)

test.each([
  ['s3://other/in/a.csv', { bucket: 'other', key: 'in/a.csv', name: 's3://other/in/a.csv' }],
  ['in/a.csv', { bucket: 'landing', key: 'in/a.csv', name: 's3://landing/in/a.csv' }],
  ['s3://b/line\nbreak', { bucket: 'b', key: 'line\nbreak', name: 's3://b/line\nbreak' }],
])('%j names an object', (text, named) => {
  expect(addressOf(text, 'landing')).toEqual(named)
})

test('of several versions the newest is meant, by sequencer', async () => {
  const found = await find([item('v1', '0B'), item('v3', '0F'), item('v2', '0BA')])
  expect(names(found)).toEqual(['v3', 'v2', 'v1'])
  expect(found.item.version).toBe('v3')
})

test('where one has no sequencer the bucket tells their order', async () => {
  expect(
    names(await find([item('v1', '0B'), item('gone', '0F'), item('v2')], undefined, ['v2', 'v1'])),
  ).toEqual([...['v2', 'v1', 'gone']])
})

test('a version is found by its id, and one that is not there is told with those that are', async () => {
  expect((await find([item('v1', '0B'), item('v2', '0C')], 'v1')).item.version).toBe('v1')
  await expect(find([item('v1')], 'v9')).rejects.toThrow(
    'The ledger has no version v9 of s3://landing/in/a.csv. It has v1',
  )
  await expect(find([])).rejects.toThrow('The ledger has nothing of s3://landing/in/a.csv')
})
