import { expect, test } from 'vitest'
import { createSetAsideHourly } from '../../../shared/launch/set-aside-hourly.ts'
import type { Lease, LoadItem } from '../../../shared/load/ledger.ts'
import { createMemoryLedger } from '../load/support/memory-ledger.ts'
import { createTestClock } from '../load/support/test-clock.ts'

const HOURLY = [{ name: 'nightly', match: 'nightly/**/*.csv' }]

function setup(item?: Partial<LoadItem>, lease?: Lease) {
  const clock = createTestClock()
  const ledger = createMemoryLedger()
  const id = { object: 's3://landing/nightly/a.csv', version: 'v1' }
  const statusAt = '2026-01-01T00:00:00.000Z'
  if (item) ledger.put({ ...id, status: 'queued', statusAt, attempt: 0, fruitless: 0, ...item })
  const leases = { read: async () => lease }
  const setAside = createSetAsideHourly({ hourly: HOURLY, ledger, leases, clock })
  const of = (key: string, attempt?: number) =>
    setAside({
      object: { bucket: 'landing', key, versionId: 'v1' },
      launchNumber: 1,
      ...(attempt === undefined ? {} : { attempt }),
    })
  return { of, item: () => ledger.items()[0] }
}

test('a file that waits for the hour is noted as queued, and once', async () => {
  const { of, item } = setup()
  expect(await of('nightly/a.csv.gz')).toEqual({ kind: 'set-aside', status: 'queued' })
  expect(item()).toMatchObject({ status: 'queued', dataset: 'nightly', attempt: 0 })
  const before = item()
  expect(await of('nightly/a.csv.gz')).toEqual({ kind: 'set-aside', status: 'queued' })
  expect(item()).toEqual(before)
})

test.each(['nightly/readme.txt', 'nightly/'])(
  '%j, among such files and of no dataset, is ignored',
  async (key) => {
    const { of, item } = setup()
    expect(await of(key)).toEqual({ kind: 'set-aside', status: 'ignored' })
    expect(item()).toMatchObject({ status: 'ignored' })
  },
)

test('a file that lies elsewhere is to be launched', async () => {
  const { of, item } = setup()
  expect(await of('orders/a.csv')).toBeUndefined()
  expect(item()).toBeUndefined()
})

test('one that failed waits again when its message is sent again, one that is loaded does not', async () => {
  const failed = setup({ status: 'failed', attempt: 5 })
  expect(await failed.of('nightly/a.csv', 5)).toEqual({ kind: 'set-aside', status: 'queued' })
  expect(failed.item()).toMatchObject({ status: 'queued' })
  expect(await setup({ status: 'loaded', attempt: 1 }).of('nightly/a.csv')).toEqual({
    kind: 'already',
    status: 'loaded',
  })
})

test('F41 what a worker of another release has in hand is not ignored, but looked at again', async () => {
  const object = 's3://landing/nightly/readme.txt'
  const held = { owner: 'o', versionId: 'v1', attempt: 1, expiresAt: createTestClock().now() + 30_000 }
  const atWork = setup({ object, status: 'loading', attempt: 1 }, held)
  expect(await atWork.of('nightly/readme.txt')).toMatchObject({ kind: 'not-now' })
  expect(atWork.item()).toMatchObject({ status: 'loading' })
  const left = setup({ object, status: 'loading', attempt: 1 })
  expect(await left.of('nightly/readme.txt')).toEqual({ kind: 'set-aside', status: 'ignored' })
})
