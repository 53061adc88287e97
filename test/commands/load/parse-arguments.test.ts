import { expect, test } from 'vitest'
import { parseArguments } from '../../../commands/load/parse-arguments.ts'

test('a file and a dataset are enough: it is loaded into the stack of this machine', () => {
  expect(parseArguments(['a.csv', '--dataset', 'airports'])).toEqual({
    file: 'a.csv',
    dataset: 'airports',
    dryRun: false,
    key: undefined,
    stage: 'local',
  })
})

test('a dry run, a key and a stage may be asked for, in any order', () => {
  expect(
    parseArguments([
      '--stage',
      'production',
      '--dry-run',
      '--key',
      'in/b.csv',
      '--dataset=airports',
      'a.csv',
    ]),
  ).toEqual({ file: 'a.csv', dataset: 'airports', dryRun: true, key: 'in/b.csv', stage: 'production' })
})

test.each([
  [[], ['Which file? None is named.', 'Which dataset? Say --dataset NAME.']],
  [['a.csv'], ['Which dataset? Say --dataset NAME.']],
  [['a.csv', 'b.csv', '--dataset', 'd'], ['One file at a time: b.csv is too much.']],
  [['a.csv', '--dataset', 'd', '--key', ''], ['--key is empty: an object needs a key.']],
  [['a.csv', '--dataset', 'd', '--stage', ''], ['--stage is empty: say for example --stage local.']],
  [['a.csv', '--dataset', 'd', '--dryrun'], [expect.stringContaining('--dryrun')]],
])('%j is told what is wrong with it', (args, faults) => {
  expect(parseArguments(args)).toEqual({ faults })
})

test('help is help', () => {
  expect(parseArguments(['--help'])).toBe('help')
})
