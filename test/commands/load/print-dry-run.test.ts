import { expect, test } from 'vitest'
import type { DryRun } from '../../../commands/load/dry-run.ts'
import { printDryRun } from '../../../commands/load/print-dry-run.ts'
import { countRejects } from '../../../commands/stack/count-rejects.ts'
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
    '  1 row: quote (a quote inside an unquoted cell, or text behind a closing one)',
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
