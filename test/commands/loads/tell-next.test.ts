import { expect, test } from 'vitest'
import { type LoadSight, tellNext } from '../../../commands/loads/tell-next.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'

const now = Date.parse('2026-11-21T10:00:00Z')
const item = (change: Partial<LoadItem>): LoadItem => ({
  object: 's3://b/a.csv',
  version: 'v1',
  status: 'loading',
  statusAt: '2026-11-21T09:59:50.000Z',
  attempt: 3,
  fruitless: 0,
  owner: 'me',
  ...change,
})

function next(change: Partial<LoadItem>, more: Partial<LoadSight> = {}) {
  return tellNext({ item: item(change), newer: [], lease: undefined, now, stage: 'local', ...more })
}

function handedBack(): LoadItem {
  const { owner: _, ...rest } = item({})
  return rest
}

const lease = { owner: 'me', versionId: 'v1', attempt: 3, expiresAt: now + 20_000 }

test.each([
  [
    'at work',
    next({}, { lease }),
    'attempt 3 is at work; unless it is renewed, its lease ends at 2026-11-21T10:00:20.000Z',
  ],
  [
    'another version at work',
    next({}, { lease: { ...lease, versionId: 'v0' } }),
    'version v0 of the key is at work',
  ],
  ['after 1 fruitless attempt', next({}), 'attempt 3 ended on its way: attempt 4 begins when'],
  [
    'after 3 fruitless attempts',
    next({ fruitless: 2 }),
    'attempt 4 waits until 2026-11-21T10:03:50.000Z: 3 in a row came no further',
  ],
  [
    'after 5 fruitless attempts',
    next({ fruitless: 4 }),
    'becomes failed when its message comes back: 5 attempts',
  ],
  [
    'handed back',
    tellNext({ item: handedBack(), newer: [], lease: undefined, now, stage: 'local' }),
    'attempt 3 was handed back',
  ],
  [
    'behind a newer version',
    next({}, { newer: [item({ version: 'v2' })] }),
    'version v2, a newer one, is loading',
  ],
  [
    'behind a newer version that is loaded',
    next({}, { newer: [item({ version: 'v2', status: 'loaded' })] }),
    'this one ends as superseded',
  ],
  [
    'queued for a task',
    next({ status: 'queued', launch: { number: 2, capacity: 'spot' } }),
    'launch 2 starts a task',
  ],
  ['queued', next({ status: 'queued' }), 'the next free worker takes it'],
  ['loaded', next({ status: 'loaded' }), 'nothing: every row is in the table'],
])('of a load %s it is told what happens by itself', (_, { byItself }, text) => {
  expect(byItself).toContain(text)
})

test('a failed load comes with the commands that load it again, for its stage', () => {
  expect(next({ status: 'failed', object: "s3://b/it's.csv" }, { stage: 'prod' }).person).toEqual([
    `with the cause mended: npm run reload -- 's3://b/it'\\''s.csv' --version v1 --stage prod`,
    `or, with its message: npm run dlq -- redrive --object 's3://b/it'\\''s.csv' --stage prod`,
  ])
  expect(next({ status: 'queued' }).person).toEqual([expect.stringContaining('npm run reload')])
  expect(next({ status: 'superseded' }).person).toEqual([])
})
