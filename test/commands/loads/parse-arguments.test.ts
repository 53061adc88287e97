import { expect, test } from 'vitest'
import { parseArguments } from '../../../commands/loads/parse-arguments.ts'

test('without a word the loads of every status are listed', () => {
  expect(parseArguments([])).toEqual({
    act: 'list',
    statuses: ['queued', 'loading', 'loaded', 'rejected', 'failed', 'superseded', 'gone', 'ignored'],
    dataset: undefined,
    sinceMs: undefined,
    olderThanMs: undefined,
    limit: 50,
    json: false,
    stage: 'local',
  })
  const args = ['list', '--status', 'failed,rejected', '--since', '2h', '--older-than', '10m', '--limit', '5']
  expect(parseArguments(args)).toMatchObject({
    statuses: ['rejected', 'failed'],
    sinceMs: 7_200_000,
    olderThanMs: 600_000,
    limit: 5,
  })
})

test('one load is shown by its object', () => {
  expect(parseArguments(['show', 's3://b/a b.csv', '--version', 'v', '--follow', '--stage', 'prod'])).toEqual(
    {
      ...{ act: 'show', object: 's3://b/a b.csv', version: 'v', follow: true, json: false, stage: 'prod' },
    },
  )
})

test.each([
  [['--status', 'done'], 'There is no status "done": say queued'],
  [['--since', '2 hours'], '--since is "2 hours": say for example 45s'],
  [['--limit', '0'], '--limit is "0"'],
  [['s3://b/a.csv'], 'There is no s3://b/a.csv: say list or show'],
  [['list', 'a.csv'], 'for one load say show a.csv'],
  [['--follow'], '--version and --follow belong to show'],
  [['show'], 'Which load?'],
  [['show', 'a', '--follow', '--json'], 'Say either --follow or --json.'],
  [['show', 'a', 'b'], 'One load at a time: b is too much'],
  [['--stat', 'x'], "Unknown option '--stat'"],
] as const)('%j is refused with the remedy', (args, fault) => {
  expect(parseArguments(args)).toEqual({ faults: [expect.stringContaining(fault)] })
})
