import { expect, test } from 'vitest'
import { parseArguments } from '../../../commands/audit/parse-arguments.ts'
import { reportLines } from '../../../commands/audit/report-lines.ts'
import { sampleReport } from '../../shared/audit/support/sample-report.ts'

test('a time is read, and a wrong one is told', () => {
  expect(parseArguments([])).toEqual({ lostAfterMs: undefined, stage: 'local' })
  expect(parseArguments(['--lost-after', '0s', '--stage', 'prod'])).toEqual({ lostAfterMs: 0, stage: 'prod' })
  expect(parseArguments(['--lost-after', 'soon'])).toEqual({
    faults: ['--lost-after is soon: say a time such as 0s, 15m or 2h.'],
  })
  expect(parseArguments(['more'])).toMatchObject({ faults: [expect.stringContaining('more')] })
})

test('a report is told in lines: what needs a person, the datasets, what was repaired', () => {
  const lines = reportLines(sampleReport())
  expect(lines.slice(0, 4)).toEqual([
    '1 failed load and 4 rejected files need a person.',
    '5 repairs were made, named below.',
    '1,204,233 object versions listed, 3 without an entry in the ledger',
    'Loaded for the hour: 500 files, 2 left for the next one',
  ])
  expect(lines).toContainEqual(
    expect.stringMatching(/^airports +312 +4 +0 +1,052,400 +600 +65\.6 MB {2}1\.8 s, 9\.3 s, 41\.0 s$/),
  )
  expect(lines).toContain('  3 × no event of the upload came')
  expect(lines).toContain('  sent: s3://stevedore-prod-landing/airports/2.csv, version v2')
  expect(lines.at(-1)).toBe('  and 3 more')
})

test('an hour in which nothing happened is three lines', () => {
  const lines = reportLines(
    sampleReport({
      datasets: [],
      repairs: { total: 0, byReason: {}, named: [] },
      problems: { rejected: 0, failed: 0, failedBefore: 0, named: [] },
      hour: { settled: 0, later: 0, broken: 0 },
    }),
  )
  expect(lines).toHaveLength(3)
})
