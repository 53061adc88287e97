import { expect, test } from 'vitest'
import { parseArguments } from '../../../commands/reload/parse-arguments.ts'

test('one object is named, and its version where it matters', () => {
  expect(parseArguments(['a.csv'])).toEqual({ object: 'a.csv', version: undefined, stage: 'local' })
  expect(parseArguments(['a.csv', '--version', 'v', '--stage', 'prod'])).toEqual({
    ...{ object: 'a.csv', version: 'v', stage: 'prod' },
  })
  expect(parseArguments(['-h'])).toBe('help')
})

test.each([
  [[], 'Which load?'],
  [['a', 'b'], 'One load at a time: b is too much'],
  [['a', '--force'], "Unknown option '--force'"],
] as const)('%j is refused with the remedy', (args, fault) => {
  expect(parseArguments(args)).toEqual({ faults: [expect.stringContaining(fault)] })
})
