import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLoads, type LoadSearch } from '../../../commands/loads/find-loads.ts'
import { createDynamoLedger } from '../../../shared/aws/dynamo-ledger.ts'
import type { LoadStatus } from '../../../shared/load/outcome.ts'
import { startLedgerTable } from '../../contract/ledger-table.ts'

const dynamo = startLedgerTable()
const STATUSES: readonly LoadStatus[] = ['loaded', 'failed', 'rejected', 'queued']

/** 80 loads, a minute apart, four statuses and two datasets in turn. */
beforeAll(async () => {
  const ledger = createDynamoLedger({ client: (await dynamo).client, table: 'ledger' })
  for (let place = 0; place < 80; place++)
    await ledger.change(
      { object: `s3://b/${place}`, version: 'v' },
      { kind: 'absent' },
      {
        set: {
          status: STATUSES[place % 4] ?? 'loaded',
          statusAt: timeOf(place),
          dataset: place % 8 < 4 ? 'airports' : 'zipcodes',
          attempt: 1,
          fruitless: 0,
        },
      },
    )
})
afterAll(async () => (await dynamo).stop())

function timeOf(place: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, place)).toISOString()
}

/** Names of what is found, without the bucket. */
async function found(search: Partial<LoadSearch>): Promise<number[]> {
  const { client } = await dynamo
  const all = { statuses: STATUSES, dataset: undefined, from: '0', to: '9', limit: 1000 }
  const items = await findLoads({ client, table: 'ledger' }, { ...all, ...search })
  return items.map(({ object }) => Number(object.slice('s3://b/'.length)))
}

test('all loads are found in all partitions of the index, the newest first', async () => {
  expect(await found({})).toEqual(Array.from({ length: 80 }, (_, place) => 79 - place))
})

test('the newest are found whichever partitions they lie in', async () => {
  expect(await found({ limit: 3 })).toEqual([79, 78, 77])
  expect(await found({ limit: 3, dataset: 'airports', statuses: ['loaded'] })).toEqual([72, 64, 56])
})

test('loads are found by status, dataset and time', async () => {
  expect(await found({ statuses: ['failed'], from: timeOf(70) })).toEqual([77, 73])
  expect(await found({ dataset: 'zipcodes', to: timeOf(6) })).toEqual([6, 5, 4])
  expect(await found({ statuses: ['gone'] })).toEqual([])
})
