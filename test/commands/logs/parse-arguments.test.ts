import { expect, test } from 'vitest'
import { parseArguments } from '../../../commands/logs/parse-arguments.ts'

test('an act alone asks for its last ten minutes on the laptop', () => {
  expect(parseArguments(['load-queue'])).toEqual({
    act: 'load-queue',
    follow: false,
    sinceMs: 600_000,
    object: undefined,
    json: false,
    stage: 'local',
  })
})

test('everything can be said at once', () => {
  const args = ['launch-load', '-f', '--since', '1h', '--object', 'a.csv', '--json', '--stage', 'prod']
  expect(parseArguments(args)).toEqual({
    act: 'launch-load',
    follow: true,
    sinceMs: 3_600_000,
    object: 'a.csv',
    json: true,
    stage: 'prod',
  })
})

test.each([
  [[], 'No task or function is named: say load-object, load-queue, audit, launch-load, explain-stop.'],
  [['lambda'], 'Nothing here is called "lambda"'],
  [['audit', 'load-queue'], 'One at a time: load-queue is too much.'],
  [['audit', '--since', 'yesterday'], '--since is "yesterday"'],
  [['audit', '--object', 'a"b'], 'quotation mark'],
  [['audit', '--tail'], '--tail'],
])('%j is refused with what is wrong', (args, fault) => {
  expect(JSON.stringify(parseArguments(args))).toContain(JSON.stringify(fault).slice(1, -1))
})

test('an object can be named by as many characters as a filter pattern holds between its quotation marks', () => {
  expect(parseArguments(['audit', '--object', 'k'.repeat(1022)])).toMatchObject({ object: 'k'.repeat(1022) })
  expect(parseArguments(['audit', '--object', 'k'.repeat(1023)])).toMatchObject({
    faults: [expect.stringContaining('has 1023 characters, CloudWatch Logs looks for at most 1022')],
  })
})

test('help is asked for', () => {
  expect(parseArguments(['--help'])).toBe('help')
})
