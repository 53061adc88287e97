import { expect, test } from 'vitest'
import { type Line, ROWS_PER_CORE } from '../../bench/harness/line.ts'
import { printTable } from '../../bench/harness/print-table.ts'

const line: Line = {
  name: 'csv',
  title: 'CSV, end to end',
  unit: ROWS_PER_CORE,
  ours: [450_000, 410_000, 400_000],
  naive: [20_000, 30_000, 40_000],
  targets: [
    { kind: 'at-least', value: 400_000 },
    { kind: 'times-naive', value: 15 },
  ],
  raw: [],
}

test('a line compares medians with its targets', () => {
  const [, , row] = printTable([line]).split('\n')
  expect(row).toMatch(/^CSV, end to end +410,000 +30,000 +13\.7 × .*≥ 400,000, ≥ 15 × naive +1 of 2$/)
})

test('what stays below every target says NO', () => {
  expect(printTable([{ ...line, targets: [{ kind: 'at-most', value: 60 }] }])).toMatch(/≤ 60.0 +NO/)
})
