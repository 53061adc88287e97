import { expect, test } from 'vitest'
import { printEnd } from '../../../commands/stack/print-end.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'

test.each([
  ['ignored', 'No dataset of the stack takes this key'],
  ['superseded', 'A newer version of the object'],
  ['gone', 'was deleted before'],
] as const)('an end without counts as %s is told in words', (status, words) => {
  const lines: string[] = []
  const item = { object: 'o', version: 'v', status, statusAt: '', attempt: 0, fruitless: 0 }
  printEnd((line) => lines.push(line), item, { groups: [], table: 't', resultsBucket: 'r' })
  expect(lines).toEqual([status, expect.stringContaining(words)])
})

test('the end of a load is told with counts, rejects, their file and the table', () => {
  const lines: string[] = []
  const item: LoadItem = {
    object: 's3://landing/a.csv',
    version: 'v1',
    status: 'rejected',
    statusAt: '2026-11-21T10:00:00Z',
    attempt: 1,
    fruitless: 0,
    rowsRead: 10,
    rowsWritten: 6,
    rowsRejected: 3,
    rowsDuplicate: 1,
    rejectsKey: 'rejects/sample/a.csv/v1.ndjson',
    error: { code: 'rejects.over-limit', message: '3 of the 10 records read were refused' },
  }
  printEnd((line) => lines.push(line), item, {
    groups: [
      { rule: 'type', column: 'a', count: 1, first: [{ line: 3, column: 'a', rule: 'type', value: 'v3' }] },
    ],
    table: 'stevedore-local-sample',
    resultsBucket: 'results',
  })
  expect(lines).toEqual([
    'rejected: 10 rows read, 6 written, 3 refused, 1 duplicate',
    '  1 row: type in a',
    '    line 3: "v3"',
    'Refused rows: s3://results/rejects/sample/a.csv/v1.ndjson',
    'rejects.over-limit: 3 of the 10 records read were refused',
    'Rows: table stevedore-local-sample',
  ])
})
