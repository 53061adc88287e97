import { expect, test } from 'vitest'
import { countRejects } from '../../../commands/load/count-rejects.ts'
import type { DryRun } from '../../../commands/load/dry-run.ts'
import { printDryRun, printEnd } from '../../../commands/load/print-report.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { datasetOf } from '../../shared/dataset/dataset-of.ts'

const dataset = datasetOf('key: { partition: a }\ncolumns: { a: string }\nrejectLimit: 2')

function groupsOf(rejects: readonly [rule: string, column: string | null, line: number][]) {
  const count = countRejects()
  for (const [rule, column, line] of rejects) count.add({ rule, column, line, value: `v${line}` })
  return count.groups()
}

function printedDry(run: Partial<DryRun>): string[] {
  const lines: string[] = []
  printDryRun((line) => lines.push(line), dataset, {
    bytes: 10,
    rowsRead: 1000,
    rowsRejected: 0,
    elapsedMs: 1234,
    groups: [],
    fault: undefined,
    isOverLimit: false,
    ...run,
  })
  return lines
}

test('refused rows are told by rule and column, the most frequent first, with the first lines of each', () => {
  const groups = groupsOf([
    ['required', 'b', 2],
    ['type', 'a', 3],
    ['type', 'a', 4],
    ['type', 'a', 5],
    ['type', 'a', 6],
    ['quote', null, 7],
  ])
  expect(printedDry({ rowsRejected: 6, groups, isOverLimit: true })).toEqual([
    '1,000 rows read in 1.2 s: 994 accepted, 6 refused',
    '  4 rows: type in a',
    '    line 3: "v3"',
    '    line 4: "v4"',
    '    line 5: "v5"',
    '    …',
    '  1 row: required in b',
    '    line 2: "v2"',
    '  1 row: quote',
    '    line 7: "v7"',
    'It would be rejected: 6 rows refused of 1,000, and rejectLimit is 2 rows. Correct the file, or raise the limit',
  ])
})

test('a file without faults would be loaded', () => {
  expect(printedDry({}).at(-1)).toBe(
    'It would be loaded: rejectLimit 2 rows is not passed. Nothing was written',
  )
})

test('a file that is refused as a whole is told with its reason', () => {
  const fault = new StevedoreError('file.header', 'The header \u001b[1m lacks a column')
  expect(printedDry({ fault }).at(-1)).toBe(
    'It would be rejected as a whole (file.header): The header \\u001b[1m lacks a column',
  )
})

test('more groups than anyone reads are summed up', () => {
  const groups = groupsOf(Array.from({ length: 20 }, (_, index) => ['type', `c${index}`, index]))
  expect(printedDry({ groups, rowsRejected: 20 }).at(-2)).toBe('  5 rows for 5 other reasons')
})

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
    groups: groupsOf([['type', 'a', 3]]),
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
