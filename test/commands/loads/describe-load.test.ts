import { expect, test } from 'vitest'
import { describeLoad } from '../../../commands/loads/describe-load.ts'
import { jsonOfLoad } from '../../../commands/loads/json-of-load.ts'
import { loadLines } from '../../../commands/loads/list-loads.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'

const now = Date.parse('2026-11-21T10:00:00Z')
const checkpoint = {
  ...{ attempt: 2, datasetsHash: 'h', seekable: true, parts: [] },
  position: { byteOffset: 450, line: 13_001, records: 13_000 },
  ...{ rowsRead: 13_000, rowsWritten: 12_990, rowsRejected: 10, rowsDuplicate: 0 },
}
const loading: LoadItem = {
  object: 's3://landing/in/a.csv',
  version: 'v2',
  status: 'loading',
  statusAt: '2026-11-21T09:57:00.000Z',
  dataset: 'airports',
  attempt: 3,
  fruitless: 1,
  size: 1000,
  owner: 'me',
  taskArn: 'arn:aws:ecs:r:0:task/c/1',
  launch: { number: 2, capacity: 'on-demand', stops: ['arn:t'] },
  startedAt: '2026-11-21T09:50:00.000Z',
  checkpoint,
}
const rejected: LoadItem = {
  ...{ object: 's3://landing/in/a.csv', version: 'v1', status: 'rejected', attempt: 1, fruitless: 0 },
  statusAt: '2026-11-20T10:00:00.000Z',
  ...{ rowsRead: 20, rowsWritten: 12, rowsRejected: 8, rowsDuplicate: 0, rejectsKey: 'rejects/a.ndjson' },
  error: { code: 'rejects.over-limit', message: '8 of the 20\u001b[31m' },
}
const report = {
  versions: [loading, rejected],
  lease: { owner: 'me', versionId: 'v2', attempt: 3, expiresAt: now + 1000 },
  rejects: undefined,
  resultsBucket: 'results',
  stage: 'local',
  now,
}

test('all that is known of a load under way is told', () => {
  expect(describeLoad({ ...report, item: loading })).toEqual([
    's3://landing/in/a.csv',
    '  version     v2 (the newest of 2)',
    '  status      loading since 2026-11-21T09:57:00.000Z (3 min)',
    '  dataset     airports',
    '  size        1,000 bytes',
    '  times       started 2026-11-21T09:50:00.000Z',
    '  attempt     3, and 1 in a row before it came no further',
    '  launch      2, on-demand, stopped: arn:t',
    '  task        arn:aws:ecs:r:0:task/c/1',
    '  checkpoint  after record 13,000, 45 % of the object, by attempt 2 (10 rows refused)',
    '  next        attempt 3 is at work; unless it is renewed, its lease ends at 2026-11-21T10:00:01.000Z',
    '              another version: v1, rejected since 2026-11-20T10:00:00.000Z',
  ])
})

test('a rejected load is told with its rejects by rule, and nothing of it moves the terminal', () => {
  const first = [{ line: 3, column: 'iata', rule: 'type', value: 'x' }]
  const rejects = { groups: [{ rule: 'type', column: 'iata', count: 8, first }], isWhole: true }
  const lines = describeLoad({ ...report, lease: undefined, rejects, item: rejected })
  expect(lines).toEqual(
    expect.arrayContaining([
      '  version     v1 (number 2, counted from the newest, of 2)',
      '  rows        20 read, 12 written, 8 refused, 0 duplicate',
      '  rejects     s3://results/rejects/a.ndjson',
      '    8 rows: type in iata',
      '      line 3: "x"',
      '  error       rejects.over-limit: 8 of the 20\\u001b[31m',
      '  next        nothing: the file is refused as it stands',
      '              or, with another dataset file deployed: npm run reload -- s3://landing/in/a.csv --version v1',
    ]),
  )
})

test('a list of loads fits the terminal, and keys show their ends', () => {
  const key = `in/${'x'.repeat(200)}/the-end.csv`
  const long: LoadItem = {
    ...rejected,
    object: `s3://landing/${key}`,
    dataset: 'a-dataset-with-quite-a-long-name',
  }
  const lines = loadLines([loading, long, { ...rejected, object: 's3://other/b.csv' }], {
    now,
    landingBucket: 'landing',
    width: 120,
  })
  expect(lines[0]).toMatch(/^ +age {2}status +dataset +rows +rejected +attempt +object$/)
  expect(lines[1]).toMatch(/^3 min {2}loading +airports +13,000 +10 +3 +in\/a\.csv$/)
  expect(lines[2]).toMatch(/^ {2}1 d {2}rejected +a-dataset…-long-name +20 +8 +1 +in\/x+…x+\/the-end\.csv$/)
  expect(lines[2]).toHaveLength(120)
  expect(lines[3]).toMatch(/ s3:\/\/other\/b\.csv$/)
  expect(loadLines([], { now, landingBucket: 'landing' })).toEqual([])

  const narrow = loadLines([long], { now, landingBucket: 'landing', width: 80 })
  expect(narrow[0]).toMatch(/ rejected {2}object$/)
  expect(narrow[1]).toHaveLength(80)
  const piped = loadLines([long], { now, landingBucket: 'landing' })
  expect(piped[1]?.endsWith(`  ${key}`)).toBe(true)
})

test('as JSON a load is its item, with what becomes of it', () => {
  const other: LoadItem = { ...rejected, version: 'v0', status: 'superseded' }
  const json = jsonOfLoad({ ...report, item: rejected, versions: [rejected, other] })
  expect(json).not.toContain('\n')
  expect(JSON.parse(json)).toMatchObject({
    object: 's3://landing/in/a.csv',
    status: 'rejected',
    next: 'nothing: the file is refused as it stands',
    youCan: [expect.any(String), expect.stringContaining('npm run reload')],
    otherVersions: [{ version: 'v0', status: 'superseded' }],
  })
})
